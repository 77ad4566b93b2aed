using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StoryBeats.Catalog;
using StoryBeats.Learning;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Reranking;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Evaluation;

/// <summary>Measures ranking profiles on photos that people rated and on tracks that people labelled.</summary>
/// <param name="services">The recommender of this machine alone, whose clock stands still.</param>
public sealed class MatchLab(IServiceProvider services)
{
    // Of labelled tracks, how many a mood's ranking is judged by.
    private const int Labelled = 30;

    /// <summary>Measures every profile.</summary>
    /// <param name="ratingsPath">CSV with image, theme, valence_mean and arousal_mean, rated 1 to 7.</param>
    /// <param name="imageFolder">The photos.</param>
    /// <param name="labelledPath">CSV of tracks with features and a mood each, or null.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidDataException">A file lacks something; the message says what.</exception>
    public async Task<MatchEvaluation> EvaluateAsync(
        string ratingsPath, string imageFolder, string? labelledPath, int seed, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var labelled = labelledPath is null ? [] : LabelledTracks.Load(labelledPath);
        var photos = VisionLab.ReadHeldOut(ratingsPath, imageFolder, seed, services.GetRequiredService<MoodLexicon>(), progress, cancellationToken);
        var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        var catalogue = services.GetRequiredService<CatalogIndex>().Tracks;
        var profiles = new List<ProfileMatch>();
        foreach (var profile in ScoringProfile.All)
            profiles.Add(await MeasureAsync(profile, photos, catalogue, labelled, today, cancellationToken));
        return new MatchEvaluation(photos.Count, catalogue.Count, today, profiles);
    }

    private async Task<ProfileMatch> MeasureAsync(
        ScoringProfile profile, IReadOnlyList<HeldOutPhoto> photos, IReadOnlyList<Track> catalogue, IReadOnlyList<LabelledTrack> labelled, DateOnly today,
        CancellationToken cancellationToken)
    {
        var ranker = ActivatorUtilities.CreateInstance<SongRanker>(services, Options.Create(new RankingOptions { Profile = profile.Name }));
        var ratings = new AffectPlane([.. photos.Select(photo => photo.Rated.Valence)], [.. photos.Select(photo => photo.Rated.Arousal)]);
        // The moods' typical sounds, and not the catalogue's: figures stay comparable when songs are imported.
        var songs = new AffectPlane([.. MoodProfile.All.Select(mood => mood.Typical.Valence)], [.. MoodProfile.All.Select(mood => mood.Typical.Energy)]);
        var sounds = catalogue.Select(track => track.Features).OfType<AudioFeatures>().ToList();
        var offered = new AffectPlane([.. sounds.Select(sound => sound.Valence)], [.. sounds.Select(sound => sound.Energy)]);
        var shown = new ShownSongs(catalogue);
        var (distances, toCatalogue, raw, relaxed) = (new List<double>(), new List<double>(), new List<double>(), 0);
        foreach (var photo in photos)
        {
            var ranked = await ranker.RankAsync(photo.Analysis, new Preferences(), Taste.None, photo.Seed, shown: [], cancellationToken);
            var five = ranked.Tracks.Take(LanguageMix.PageSize).ToList();
            shown.Add(five);
            relaxed += ranked.Relaxed.Count > 0 ? 1 : 0;
            var rated = (photo.Rated.Valence, photo.Rated.Arousal);
            var place = ratings.Place(photo.Rated.Valence, photo.Rated.Arousal);
            distances.Add(five.Average(song => AffectPlane.Distance(songs.Place(song.Features.Valence, song.Features.Energy), place)));
            toCatalogue.Add(five.Average(song => AffectPlane.Distance(offered.Place(song.Features.Valence, song.Features.Energy), place)));
            raw.Add(five.Average(song => AffectPlane.Distance((song.Features.Valence, song.Features.Energy), rated)));
        }

        return new ProfileMatch(
            profile.Name, distances.Average(), toCatalogue.Average(), raw.Average(), labelled.Count > 0 ? MoodAgreement(profile, labelled, today) : null, shown.Diversity(),
            shown.ArtistCoverage(), shown.CatalogueCoverage(), shown.Novelty(), shown.Unfamiliarity(), (double)relaxed / photos.Count);
    }

    private double MoodAgreement(ScoringProfile profile, IReadOnlyList<LabelledTrack> labelled, DateOnly today)
    {
        var scorer = services.GetRequiredService<TrackScorer>();
        var candidates = labelled.Select(one => new CandidateTrack(one.Track, "labelled")).ToList();
        var moodOf = labelled.ToLookup(one => one.Track, one => one.Mood, ReferenceEqualityComparer.Instance);
        return labelled.Select(one => one.Mood).Distinct().Average(mood =>
        {
            var typical = MoodProfile.For(mood).Typical;
            var first = scorer.Score(candidates, typical, mood, today, profile)
                .OrderByDescending(song => song.Final).ThenBy(song => song.Track.Id.Value, StringComparer.Ordinal).Take(Labelled);
            return first.Average(song => moodOf[song.Track].First() == mood ? 1.0 : 0);
        });
    }
}
