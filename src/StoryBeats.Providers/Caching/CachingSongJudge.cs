using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StoryBeats.Catalog;
using StoryBeats.SecondLook;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Caching;

/// <summary>
/// The same songs for the same photo, read to the same mood, are not judged again, and several who ask at once are one call. Failures are not
/// kept; when the one who asks leaves, the next of those who wait asks.
/// </summary>
/// <param name="inner">The judge.</param>
/// <param name="model">Its model: verdicts of another are others.</param>
/// <param name="promptId">What it is told: verdicts of another prompt are others.</param>
/// <param name="cache">The cache.</param>
internal sealed class CachingSongJudge(ISongJudge inner, string model, string promptId, IFusionCache cache) : ISongJudge
{
    /// <summary>How long a verdict is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private static readonly FusionCacheEntryOptions EntryOptions = CacheEntries.For(Lifetime);

    public string Name => inner.Name;

    public async Task<SongVerdict> JudgeAsync(
        ReadOnlyMemory<byte> jpeg, VibeAnalysis analysis, IReadOnlyList<Track> songs, int shown, CancellationToken cancellationToken) =>
        await cache.GetOrSetAsync<SongVerdict>(
            Key(jpeg, analysis, songs, shown),
            async (_, token) => await inner.JudgeAsync(jpeg, analysis, songs, shown, token),
            EntryOptions,
            token: cancellationToken);

    private string Key(ReadOnlyMemory<byte> jpeg, VibeAnalysis analysis, IReadOnlyList<Track> songs, int shown)
    {
        // Places are positions in the list: another order of the same songs is another list.
        var list = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{analysis.Mood}\n{shown}");
        foreach (var song in songs)
            list.Append('\n').Append(song.Id.Value);
        return $"verdict:v1:{inner.Name}:{model}:{promptId}:{Hash(jpeg.Span)}:{Hash(Encoding.UTF8.GetBytes(list.ToString()))}";
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
