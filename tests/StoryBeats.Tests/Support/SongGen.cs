using CsCheck;
using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Support;

/// <summary>Random songs: few artists, few distinct scores, some of everything unknown, so that ties and shortages come up.</summary>
internal static class SongGen
{
    private static readonly string[] Sung = [Languages.English, Languages.Hindi, Languages.Punjabi, "Spanish"];

    private static readonly Gen<double> Unit = Gen.Int[0, 10].Select(tenths => tenths / 10.0);

    public static Gen<AudioFeatures> Features { get; } =
        Gen.Select(Unit, Unit, Unit, Unit, Unit, Gen.Double[40, 220]).Select((energy, valence, danceability, acousticness, instrumentalness, tempo) =>
            new AudioFeatures(energy, valence, danceability, acousticness, instrumentalness, tempo));

    /// <summary>Candidates whose artists sing in any language, one or several.</summary>
    public static Gen<CandidateTrack[]> Candidates { get; } = Of(Gen.Int[0, 20].Select(artist => $"Artist {artist}"));

    /// <summary>Candidates scored against a random target.</summary>
    public static Gen<ScoredTrack[]> Scored { get; } = ScoredOf(Candidates);

    /// <summary>The same where every artist sings in one language only.</summary>
    public static Gen<ScoredTrack[]> ScoredOneLanguageAnArtist { get; } = ScoredOf(Candidates.Select(candidates => candidates
        .Select(candidate => candidate with { Track = candidate.Track with { Artist = $"{candidate.Track.Artist} {candidate.Track.Language}" } })
        .ToArray()));

    private static Gen<CandidateTrack[]> Of(Gen<string> artists) =>
        Gen.Select(artists, Gen.OneOf(Sung), Features, Gen.Enum<FeatureSource>(), Gen.Int[-20, 100], Gen.Int[2020, 2026])
            .Array[0, 80]
            .Select(songs => songs.Select((song, index) =>
            {
                var (artist, language, features, source, popularity, year) = song;
                return Songs.Candidate(Songs.Track(
                    $"t{index:00}", artist, language: language, features: features, source: source,
                    popularity: popularity < 0 ? null : popularity, released: year > 2025 ? null : $"{year}-06-01"));
            }).ToArray());

    private static Gen<ScoredTrack[]> ScoredOf(Gen<CandidateTrack[]> candidates)
    {
        var scorer = new TrackScorer(Data.Estimator);
        return Gen.Select(candidates, Features).Select((songs, target) =>
            scorer.Score(songs, target, MoodCategory.Happy, Songs.Today, ScoringProfile.Classic).ToArray());
    }
}
