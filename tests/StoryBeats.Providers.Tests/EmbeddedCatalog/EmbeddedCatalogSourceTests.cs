using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Reranking;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog;

public sealed class EmbeddedCatalogSourceTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    [Fact]
    public async Task Only_the_wanted_languages_are_offered()
    {
        var source = new EmbeddedCatalogSource(new CatalogIndex([Song("a", "English"), Song("b", "Tamil"), Song("c", "Hindi")]));

        var candidates = await OfferedAsync(source, Request(languages: ["Tamil"]));

        candidates.Select(candidate => candidate.Track.Title).ShouldBe(["b"]);
        candidates.ShouldAllBe(candidate => candidate.Source == "embedded");
    }

    [Fact]
    public async Task Excluded_songs_are_not_offered()
    {
        var source = new EmbeddedCatalogSource(new CatalogIndex([Song("a"), Song("b")]));

        var candidates = await OfferedAsync(source, Request(excluded: "a"));

        candidates.Select(candidate => candidate.Track.Title).Distinct(StringComparer.Ordinal).ShouldBe(["b"]);
    }

    [Fact]
    public async Task A_curated_artist_gives_at_most_ten_recent_and_five_proven_songs_best_known_first()
    {
        var songs = Enumerable.Range(0, 60).Select(i => Song($"song {i}", popularity: i, year: i % 2 == 0 ? 2026 : 2001)).ToList();
        var source = new EmbeddedCatalogSource(new CatalogIndex(songs));

        var candidates = await OfferedAsync(source, Request(artists: ["Artist"], languages: ["English"]));

        var ofArtist = candidates.Take(15).Select(candidate => candidate.Track).ToList();
        ofArtist.Take(10).Select(track => track.Popularity!.Value).ShouldBe([58, 56, 54, 52, 50, 48, 46, 44, 42, 40]);
        ofArtist.Skip(10).Select(track => track.Popularity!.Value).ShouldBe([59, 57, 55, 53, 51]);
        candidates.Count.ShouldBe(15 + DiversityReranker.PerArtist);
    }

    [Fact]
    public async Task A_song_that_breaks_the_mood_is_not_offered_for_its_artist()
    {
        var fitting = Song("fits", language: "Hindi");
        var breaking = Song("breaks", language: "Hindi", mood: MoodCategory.Energetic) with
        {
            Features = new AudioFeatures(.95, .9, .9, .05, 0, 150),
        };
        var source = new EmbeddedCatalogSource(new CatalogIndex([fitting, breaking]));

        var candidates = await OfferedAsync(source, Request(artists: ["Artist"], languages: ["Hindi"]));

        candidates[0].Track.Title.ShouldBe("fits");
        candidates.Count(candidate => candidate.Track.Title == "breaks").ShouldBe(1, "only by sound, at the end of the list");
    }

    [Fact]
    public async Task The_same_request_gets_the_same_candidates()
    {
        var catalog = new CatalogIndex(StarterCatalogue.Load(Path.Combine(DataFiles.BuiltIn, StarterCatalogue.FileName)));

        var first = await OfferedAsync(new EmbeddedCatalogSource(catalog), Request());
        var second = await OfferedAsync(new EmbeddedCatalogSource(catalog), Request());

        second.ShouldBe(first);
    }

    private static async Task<IReadOnlyList<CandidateTrack>> OfferedAsync(EmbeddedCatalogSource source, RetrievalRequest request) =>
        (await source.GetCandidatesAsync(request, CancellationToken.None)).Candidates;

    private static Track Song(
        string title, string language = "English", MoodCategory mood = MoodCategory.Peaceful, int popularity = 60, int year = 2015) => new()
        {
            Id = new TrackId(title),
            Title = title,
            Artist = "Artist",
            Language = language,
            Moods = [mood],
            Features = new AudioFeatures(.3, .5, .3, .7, 0, 85),
            Popularity = popularity,
            ReleaseDate = new ReleaseDate(year, 6, 1),
        };

    private static RetrievalRequest Request(string[]? artists = null, string[]? languages = null, string? excluded = null) => new()
    {
        Mood = MoodCategory.Peaceful,
        Target = MoodProfile.For(MoodCategory.Peaceful).Typical,
        Languages = (languages ?? ["English", "Hindi", "Punjabi"]).ToHashSet(StringComparer.OrdinalIgnoreCase),
        Artists = [.. (artists ?? []).Select(name => new SelectedArtist(name, Languages.English))],
        Today = Today,
        Excluded = excluded is null ? new HashSet<TrackId>() : [new TrackId(excluded)],
    };
}
