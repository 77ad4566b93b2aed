using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;

namespace StoryBeats.Tests.Support;

/// <summary>Songs with plain defaults; a test names only what it is about.</summary>
internal static class Songs
{
    public static readonly DateOnly Today = new(2025, 11, 24);

    public static readonly AudioFeatures Middle = new(.5, .5, .5, .5, 0, 100);

    public static Track Track(
        string id = "t1", string? artist = null, string? title = null, string language = Languages.English, AudioFeatures? features = null,
        FeatureSource source = FeatureSource.Measured, int? popularity = 60, string? released = "2025-10-01", string? isrc = null) => new()
        {
            Id = new TrackId(id),
            Title = title ?? $"Title {id}",
            Artist = artist ?? $"Artist {id}",
            Language = language,
            Features = features ?? Middle,
            FeatureSource = source,
            FeatureConfidence = 1,
            Popularity = popularity,
            ReleaseDate = ReleaseDate.Parse(released),
            Isrc = Isrc.Parse(isrc),
        };

    public static Track WithoutFeatures(string artist, string title = "Song", string? released = null) =>
        Track(artist: artist, title: title, released: released) with { Features = null };

    public static ScoredTrack Scored(
        string id, string? artist = null, string language = Languages.English, double final = .8, double vibe = .9,
        int? popularity = 60, FeatureSource source = FeatureSource.Measured) =>
        new(Candidate(Track(id, artist, language: language, popularity: popularity, source: source)), Middle, source, 1, vibe, 1, final);

    public static CandidateTrack Candidate(Track track) => new(track, "test");

    public static IReadOnlyList<string> Ids(this IEnumerable<ScoredTrack> tracks) => [.. tracks.Select(track => track.Track.Id.Value)];
}
