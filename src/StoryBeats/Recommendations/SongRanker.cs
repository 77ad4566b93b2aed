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
        await RetrieveAsync(analysis.MoodCategory, plan, preferences, taste, seed, shown: [], TimeSpan.Zero, knownAlone: false, cancellationToken);
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
        RankAsync(analysis, preferences, taste, seed, shown, TimeSpan.Zero, knownAlone: false, cancellationToken);

    /// <summary>Ranks anew for a visitor who tunes: by what is known on this machine, since nobody is asked while they wait.</summary>
    public ValueTask<RankedSongs> RankKnownAsync(VibeAnalysis analysis, Preferences preferences, Taste taste, int seed, CancellationToken cancellationToken) =>
        RankAsync(analysis, preferences, taste, seed, shown: [], TimeSpan.Zero, knownAlone: true, cancellationToken);

    /// <summary>As the public <c>RankAsync</c> and <see cref="RankKnownAsync"/>, where songs for this may have been waited for already.</summary>
    internal async ValueTask<RankedSongs> RankAsync(
        VibeAnalysis analysis, Preferences preferences, Taste taste, int seed, IReadOnlyList<Track> shown, TimeSpan waited, bool knownAlone,
        CancellationToken cancellationToken)
    {
        var mood = analysis.MoodCategory;
        var plan = Plan(analysis, preferences, taste);
        var retrieved = await RetrieveAsync(mood, plan, preferences, taste, seed, shown, waited, knownAlone, cancellationToken);
        using (metrics.StartStage("ranking"))
        {
            var profile = plan.Profile;
            var scored = scorer.Score(
                Wanted(retrieved.Candidates, preferences, taste), plan.Target, mood, plan.Today, profile, taste, preferences.Like, analysis.TargetDeviation);
            var filtered = TrackFilter.Apply(scored, profile, DiversityReranker.PerArtist);
            var ranked = DiversityReranker.Rerank(filtered.Tracks, plan.Mix, profile.IsVaried ? new Variety(profile, seed, analysis.TargetDeviation) : null);
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
        var profile = ScoringProfile.Named(options.Value.Profile).For(preferences.Freshness, preferences.Familiarity, preferences.Tempo, likesSong: preferences.Like is not null);
        var read = analysis.Target with { Tempo = Wishes.Tempo(analysis, preferences) };
        var wanted = Liked(read, preferences);
        var mix = preferences.Languages.Count > 0
            ? LanguageMix.Of(preferences.Languages)
            : LanguageMix.For(analysis.CulturalVibe ?? CulturalVibe.Global, lexicon.Leaning(analysis.Themes.Concat(analysis.Keywords)), taste.LanguageShift);
        return new RankingPlan(taste.Offset.Apply(wanted), profile, mix.Without(preferences.ExcludedLanguages), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
    }

    private async ValueTask<RetrievalResult> RetrieveAsync(
        MoodCategory mood, RankingPlan plan, Preferences preferences, Taste taste, int seed, IReadOnlyList<Track> shown, TimeSpan waited,
        bool knownAlone, CancellationToken cancellationToken)
    {
        using (metrics.StartStage("retrieval"))
        {
            var excluded = preferences.ExcludedArtists.ToHashSet(StringComparer.Ordinal);
            return await retriever.RetrieveAsync(
                new RetrievalRequest
                {
                    Mood = mood,
                    Target = plan.Target,
                    Profile = plan.Profile,
                    Languages = plan.Mix.Languages,
                    Artists = [.. artists.Select(mood, plan.Mix, taste, seed).Where(artist => !excluded.Contains(TrackKey.Fold(artist.Name)))],
                    Today = plan.Today,
                    Excluded = preferences.Excluded.Concat(shown.Select(track => track.Id)).ToHashSet(),
                    ExcludedArtists = excluded,
                    Shown = shown,
                    KnownAlone = knownAlone,
                    Waited = waited,
                },
                cancellationToken);
        }
    }

    // The visitor's own slider has the last word over the song that they want more like.
    private static AudioFeatures Liked(AudioFeatures read, Preferences preferences)
    {
        if (preferences.Like is not { } like)
            return read;

        var moved = like.Move(read);
        return moved with
        {
            Energy = preferences.Energy ?? moved.Energy,
            Valence = preferences.Valence ?? moved.Valence,
            Tempo = preferences.Tempo ?? moved.Tempo,
        };
    }

    private static IReadOnlyList<CandidateTrack> Wanted(IReadOnlyList<CandidateTrack> candidates, Preferences preferences, Taste taste) =>
        taste.Unwanted.Count == 0 && preferences.Like is null
            ? candidates
            : [.. candidates.Where(candidate => !taste.Unwanted.Contains(candidate.Track.Key) && candidate.Track.Key != preferences.Like?.Key)];

    private sealed record RankingPlan(AudioFeatures Target, ScoringProfile Profile, LanguageMix Mix, DateOnly Today);
}
