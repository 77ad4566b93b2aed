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
    /// <summary>Ranks up to thirty songs.</summary>
    /// <param name="analysis">What was read from the photo.</param>
    /// <param name="preferences">What the visitor wishes.</param>
    /// <param name="taste">What was learned for this visitor in this mood.</param>
    /// <param name="seed">Seeds what is left to chance: the same seed, the same songs.</param>
    /// <param name="shown">Songs shown already: none of them comes again, under whatever id.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<RankedSongs> RankAsync(
        VibeAnalysis analysis, Preferences preferences, Taste taste, int seed, IReadOnlyList<Track> shown, CancellationToken cancellationToken)
    {
        var mood = analysis.MoodCategory;
        var target = taste.Offset.Apply(analysis.Target with { Tempo = MoodProfile.For(mood).PinTempo(analysis.Target.Tempo, analysis.Target.Energy) });
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var mix = preferences.Languages.Count > 0
            ? LanguageMix.Of(preferences.Languages)
            : LanguageMix.For(analysis.CulturalVibe ?? CulturalVibe.Global, lexicon.Leaning(analysis.Themes.Concat(analysis.Keywords)), taste.LanguageShift);

        RetrievalResult retrieved;
        using (metrics.StartStage("retrieval"))
        {
            retrieved = await retriever.RetrieveAsync(
                new RetrievalRequest
                {
                    Mood = mood,
                    Target = target,
                    Languages = mix.Languages,
                    Artists = artists.Select(mood, mix, taste, seed),
                    Today = today,
                    Excluded = preferences.Excluded.Concat(shown.Select(track => track.Id)).ToHashSet(),
                    Shown = shown,
                },
                cancellationToken);
        }

        using (metrics.StartStage("ranking"))
        {
            var profile = ScoringProfile.Named(options.Value.Profile);
            var scored = scorer.Score(Wanted(retrieved.Candidates, taste), target, mood, today, profile, taste);
            var filtered = TrackFilter.Apply(scored, profile, DiversityReranker.PerArtist);
            var ranked = DiversityReranker.Rerank(filtered.Tracks, mix);
            var songs = new RankedSongs(
                ranked.Tracks,
                [.. filtered.Relaxed, .. ranked.Relaxed],
                today,
                new CandidateCounts(retrieved.Offered, retrieved.Duplicates, scored.Count, filtered.Dropped, ranked.Tracks.Count),
                retrieved.Sources);
            metrics.Ranked(songs);
            return songs;
        }
    }

    private static IReadOnlyList<CandidateTrack> Wanted(IReadOnlyList<CandidateTrack> candidates, Taste taste) => taste.Unwanted.Count == 0
        ? candidates
        : [.. candidates.Where(candidate => !taste.Unwanted.Contains(candidate.Track.Key))];
}
