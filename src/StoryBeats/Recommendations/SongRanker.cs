using Microsoft.Extensions.Options;
using StoryBeats.Catalog;
using StoryBeats.Learning;
using StoryBeats.Ranking;
using StoryBeats.Reranking;
using StoryBeats.Retrieval;
using StoryBeats.Telemetry;
using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>From an analysis to ranked songs: retrieval, scoring, filters, re-ranking.</summary>
public sealed class SongRanker(
    MoodLexicon lexicon,
    ArtistSelector artists,
    CandidateRetriever retriever,
    TrackScorer scorer,
    StoryBeatsMetrics metrics,
    TimeProvider clock,
    IOptions<RankingOptions> options)
{
    /// <summary>Fetches what a ranking would need, so that it is there when it is ranked.</summary>
    public async ValueTask FetchAsync(VibeAnalysis analysis, Preferences preferences, Taste taste, int seed, CancellationToken cancellationToken)
    {
        var plan = Plan(analysis, preferences, taste);
        await RetrieveAsync(analysis.MoodCategory, plan, preferences, taste, seed, shown: [], TimeSpan.Zero, cancellationToken);
    }

    /// <summary>Ranks up to thirty songs.</summary>
    /// <param name="analysis">What was read from the photo.</param>
    /// <param name="preferences">What the visitor wishes.</param>
    /// <param name="taste">What was learned for this visitor in this mood.</param>
    /// <param name="seed">Seeds what is left to chance: the same seed, the same songs.</param>
    /// <param name="shown">Songs shown already: none of them comes again, under whatever id.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public ValueTask<RankedSongs> RankAsync(
        VibeAnalysis analysis, Preferences preferences, Taste taste, int seed, IReadOnlyList<Track> shown, CancellationToken cancellationToken) =>
        RankAsync(analysis, preferences, taste, seed, shown, TimeSpan.Zero, cancellationToken);

    /// <summary>The same, where songs for this were waited for already.</summary>
    internal async ValueTask<RankedSongs> RankAsync(
        VibeAnalysis analysis, Preferences preferences, Taste taste, int seed, IReadOnlyList<Track> shown, TimeSpan waited, CancellationToken cancellationToken)
    {
        var mood = analysis.MoodCategory;
        var plan = Plan(analysis, preferences, taste);
        var retrieved = await RetrieveAsync(mood, plan, preferences, taste, seed, shown, waited, cancellationToken);
        using (metrics.StartStage("ranking"))
        {
            var profile = ScoringProfile.Named(options.Value.Profile);
            var scored = scorer.Score(Wanted(retrieved.Candidates, taste), plan.Target, mood, plan.Today, profile, taste);
            var filtered = TrackFilter.Apply(scored, profile, DiversityReranker.PerArtist);
            var ranked = DiversityReranker.Rerank(filtered.Tracks, plan.Mix);
            var songs = new RankedSongs(
                ranked.Tracks,
                [.. filtered.Relaxed, .. ranked.Relaxed],
                plan.Today,
                new CandidateCounts(retrieved.Offered, retrieved.Duplicates, scored.Count, filtered.Dropped, ranked.Tracks.Count),
                retrieved.Sources);
            metrics.Ranked(songs);
            return songs;
        }
    }

    private RankingPlan Plan(VibeAnalysis analysis, Preferences preferences, Taste taste)
    {
        var tempo = MoodProfile.For(analysis.MoodCategory).PinTempo(analysis.Target.Tempo, analysis.Target.Energy);
        var mix = preferences.Languages.Count > 0
            ? LanguageMix.Of(preferences.Languages)
            : LanguageMix.For(analysis.CulturalVibe ?? CulturalVibe.Global, lexicon.Leaning(analysis.Themes.Concat(analysis.Keywords)), taste.LanguageShift);
        return new RankingPlan(taste.Offset.Apply(analysis.Target with { Tempo = tempo }), mix, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
    }

    private async ValueTask<RetrievalResult> RetrieveAsync(
        MoodCategory mood, RankingPlan plan, Preferences preferences, Taste taste, int seed, IReadOnlyList<Track> shown, TimeSpan waited,
        CancellationToken cancellationToken)
    {
        using (metrics.StartStage("retrieval"))
        {
            return await retriever.RetrieveAsync(
                new RetrievalRequest
                {
                    Mood = mood,
                    Target = plan.Target,
                    Languages = plan.Mix.Languages,
                    Artists = artists.Select(mood, plan.Mix, taste, seed),
                    Today = plan.Today,
                    Excluded = preferences.Excluded.Concat(shown.Select(track => track.Id)).ToHashSet(),
                    Shown = shown,
                    Waited = waited,
                },
                cancellationToken);
        }
    }

    private static IReadOnlyList<CandidateTrack> Wanted(IReadOnlyList<CandidateTrack> candidates, Taste taste) => taste.Unwanted.Count == 0
        ? candidates
        : [.. candidates.Where(candidate => !taste.Unwanted.Contains(candidate.Track.Key))];

    private sealed record RankingPlan(AudioFeatures Target, LanguageMix Mix, DateOnly Today);
}
