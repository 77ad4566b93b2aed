using System.Collections.Concurrent;
using StoryBeats.Learning;
using StoryBeats.Ranking;
using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>
/// Songs of one photo while it is not settled how it is read: fetched for every mood that it seems to have, so that what counts in the end is
/// there or on its way.
/// </summary>
internal sealed class Speculation(
    SongRanker ranker, ITasteSource tastes, TimeProvider clock, RecommendationRequest request, int seed, CancellationToken cancellationToken)
{
    private readonly ConcurrentDictionary<MoodCategory, long> _begun = new();

    /// <summary>Fetches and ranks songs for a reading; what was fetched for its mood before is not waited for as long again.</summary>
    public Task<RankedSongs> RankAsync(VibeAnalysis analysis) => RankAsync(analysis, request.Preferences);

    /// <summary>The same under wishes that came since.</summary>
    public async Task<RankedSongs> RankAsync(VibeAnalysis analysis, Preferences preferences)
    {
        var waited = Begin(analysis.MoodCategory);
        var taste = await tastes.ForAsync(request.Visit.Visitor, session: null, analysis.MoodCategory, cancellationToken);
        return await ranker.RankAsync(analysis, preferences, taste, seed, shown: [], waited, knownAlone: false, cancellationToken);
    }

    /// <summary>Fetches songs for a reading whose rest is still to come.</summary>
    public async Task FetchAsync(VibeAnalysis analysis)
    {
        Begin(analysis.MoodCategory);
        var taste = await tastes.ForAsync(request.Visit.Visitor, session: null, analysis.MoodCategory, cancellationToken);
        await ranker.FetchAsync(analysis, request.Preferences, taste, seed, cancellationToken);
    }

    private TimeSpan Begin(MoodCategory mood)
    {
        var now = clock.GetTimestamp();
        return clock.GetElapsedTime(_begun.GetOrAdd(mood, now), now);
    }
}
