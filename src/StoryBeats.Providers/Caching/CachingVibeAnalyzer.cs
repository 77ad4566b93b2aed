using StoryBeats.Photos;
using StoryBeats.Telemetry;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Caching;

/// <summary>A photo that was read before, known by its fingerprint, is not decoded again.</summary>
internal sealed class CachingVibeAnalyzer(IVibeAnalyzer inner, IFusionCache cache) : IVibeAnalyzer
{
    /// <summary>How long a reading is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private static readonly FusionCacheEntryOptions EntryOptions = CacheEntries.For(Lifetime);

    public ValueTask<VibeAnalysis> AnalyzeAsync(PreparedPhoto photo, CancellationToken cancellationToken) =>
        cache.GetOrSetAsync<VibeAnalysis>(
            "vibe:v1:" + photo.Fingerprint.Value,
            async (_, token) =>
            {
                RequestTally.Current?.ReadsAnew();
                return await inner.AnalyzeAsync(photo, token);
            },
            EntryOptions,
            token: cancellationToken);
}
