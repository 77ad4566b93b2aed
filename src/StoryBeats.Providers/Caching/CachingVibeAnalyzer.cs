using StoryBeats.Photos;
using StoryBeats.Telemetry;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Caching;

/// <summary>A photo that was read before, known by its fingerprint, is not decoded again.</summary>
/// <param name="inner">The reader.</param>
/// <param name="cache">The cache.</param>
/// <param name="readingsOf">Tells readings of a bigger model from those of another, or of our network alone.</param>
internal sealed class CachingVibeAnalyzer(IVibeAnalyzer inner, IFusionCache cache, string readingsOf = "") : IVibeAnalyzer
{
    /// <summary>How long a reading is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private static readonly FusionCacheEntryOptions EntryOptions = CacheEntries.For(Lifetime);

    public ValueTask<VibeAnalysis> AnalyzeAsync(PreparedPhoto photo, CancellationToken cancellationToken) =>
        cache.GetOrSetAsync<VibeAnalysis>(
            $"vibe:v2:{readingsOf}{photo.Fingerprint.Value}",
            async (_, token) =>
            {
                RequestTally.Current?.ReadsAnew();
                return await inner.AnalyzeAsync(photo, token);
            },
            EntryOptions,
            token: cancellationToken);
}
