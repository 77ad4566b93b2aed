using StoryBeats.Photos;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Caching;

/// <summary>A photo that was read before, known by its fingerprint, is not decoded again.</summary>
internal sealed class CachingVibeAnalyzer(IVibeAnalyzer inner, IFusionCache cache) : IVibeAnalyzer
{
    /// <summary>How long a reading is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Most readings kept in memory; a reading is about 2 KB.</summary>
    public const int Capacity = 20_000;

    private static readonly FusionCacheEntryOptions EntryOptions = new(Lifetime) { Size = 1 };

    public ValueTask<VibeAnalysis> AnalyzeAsync(PreparedPhoto photo, CancellationToken cancellationToken) =>
        cache.GetOrSetAsync<VibeAnalysis>(
            "vibe:" + photo.Fingerprint.Value,
            async (_, token) => await inner.AnalyzeAsync(photo, token),
            EntryOptions,
            token: cancellationToken);
}
