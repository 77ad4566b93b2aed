using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.Tests.EmbeddedCatalog.Packed;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Reranking;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog;

public sealed class ImportedCatalogSourceTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly AudioFeatures Peaceful = MoodProfile.For(MoodCategory.Peaceful).Typical;
    private static readonly AudioFeatures Loud = new(.95, .9, .9, .05, 0, 150);

    private readonly TempFolder _folder = new();
    private readonly ImportedCatalogue _imported;
    private readonly ImportedCatalogSource _source;

    public ImportedCatalogSourceTests()
    {
        _imported = new ImportedCatalogue(ImportedCatalogue.PathIn(_folder.Path), NullLogger<ImportedCatalogue>.Instance);
        _source = new ImportedCatalogSource(_imported);
    }

    [Fact]
    public async Task Without_an_import_it_has_no_songs()
    {
        _source.HasSongs.ShouldBeFalse();
        (await OfferedAsync(Request())).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_nearest_songs_of_the_wanted_languages_are_offered_nearest_first()
    {
        Import([.. Enumerable.Range(0, 300).Select(i => Song($"{i}", artist: $"Artist {i}", language: i % 2 == 0 ? "Tamil" : "English", off: i / 1000.0))]);

        var offered = await OfferedAsync(Request(languages: ["Tamil"]));

        _source.HasSongs.ShouldBeTrue();
        offered.Select(song => song.Id.Value).ShouldBe(Enumerable.Range(0, EmbeddedCatalogSource.Nearest).Select(i => $"{2 * i}"));
    }

    [Fact]
    public async Task Half_of_the_nearest_are_recent_where_there_are_as_many()
    {
        Import([.. Enumerable.Range(0, 400).Select(i => Song($"{i}", artist: $"Artist {i}", off: i / 1000.0, released: i < 200 ? "2011-05-01" : "2026-05-01"))]);

        var offered = await OfferedAsync(Request());

        offered.Count.ShouldBe(EmbeddedCatalogSource.Nearest);
        offered.Count(song => song.ReleaseDate!.Value.Year == 2026).ShouldBe(EmbeddedCatalogSource.Nearest / 2);
    }

    [Fact]
    public async Task Songs_too_little_known_or_too_well_are_left_out_and_those_nobody_knows_the_popularity_of_are_not()
    {
        Import(
            Song("hidden", artist: "A", popularity: 46), Song("overplayed", artist: "B", popularity: 86),
            Song("least", artist: "C", popularity: 47), Song("most", artist: "D", popularity: 85), Song("unknown", artist: "E", popularity: null));

        var offered = await OfferedAsync(Request());

        offered.Select(song => song.Id.Value).ShouldBe(["least", "most", "unknown"], ignoreOrder: true);
    }

    [Fact]
    public async Task Excluded_songs_and_artists_are_not_offered_and_do_not_take_the_place_of_others()
    {
        Import(
        [
            .. Enumerable.Range(0, 300).Select(i => Song($"x{i}", artist: "Not Him")),
            .. Enumerable.Range(0, 300).Select(i => Song($"y{i}", artist: $"Y {i}")),
            .. Enumerable.Range(0, 300).Select(i => Song($"z{i}", artist: $"Z {i}", off: .2)),
            Song("duet", artist: "Z 1 feat. Not Him"),
        ]);

        var offered = await OfferedAsync(Request() with
        {
            Excluded = Enumerable.Range(0, 300).Select(i => new TrackId($"y{i}")).ToHashSet(),
            ExcludedArtists = new HashSet<string>(StringComparer.Ordinal) { TrackKey.Fold("Not Him") },
        });

        offered.Count.ShouldBe(EmbeddedCatalogSource.Nearest);
        offered.ShouldAllBe(song => song.Id.Value.StartsWith('z'));
    }

    [Fact]
    public async Task An_artist_takes_no_more_places_than_can_be_shown()
    {
        Import([.. Enumerable.Range(0, 100).Select(i => Song($"{i}", artist: "Prolific"))]);

        var offered = await OfferedAsync(Request());

        offered.Count.ShouldBe(DiversityReranker.PerArtist);
    }

    [Fact]
    public async Task A_curated_artist_gives_recent_and_proven_songs_that_sound_like_it_best_known_first()
    {
        Import(
        [
            .. Enumerable.Range(0, 20).Select(i => Song($"old {i}", artist: "Curated", popularity: 60 + i, released: "2001")),
            .. Enumerable.Range(0, 20).Select(i => Song($"new {i}", artist: "Curated", popularity: 20 + i, released: "2026-06-01")),
            Song("loud", artist: "Curated", popularity: 99) with { Features = Loud },
            Song("unheard", artist: "Curated", popularity: 98) with { Features = null },
        ]);

        var offered = await OfferedAsync(Request(artists: ["CURATED"]));

        offered.Take(15).Select(song => song.Title).ShouldBe(
            [.. Enumerable.Range(0, 10).Select(i => $"new {19 - i}"), .. Enumerable.Range(0, 5).Select(i => $"old {19 - i}")]);
        offered.ShouldAllBe(song => song.Features != Loud && song.Features != null);
    }

    [Fact]
    public async Task It_is_asked_behind_the_starter_catalogue_once_there_is_a_file()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["StoryBeats:DataDirectory"] = _folder.Path })
            .Build();
        await using var services = new ServiceCollection().AddLogging().AddStoryBeats(configuration).AddProviders(configuration).BuildServiceProvider();
        var sources = services.GetServices<ICandidateSource>().ToList();

        var before = sources.Where(source => source.HasSongs).Select(source => source.Name).ToList();
        Import(Song("first"));

        before.ShouldBe(["embedded"]);
        sources.Where(source => source.HasSongs).Select(source => source.Name).ShouldBe(["embedded", "imported"]);
    }

    public void Dispose()
    {
        _imported.Dispose();
        _folder.Dispose();
    }

    private void Import(params Track[] songs) => PackedSongs.Write(ImportedCatalogue.PathIn(_folder.Path), songs).Dispose();

    private async Task<IReadOnlyList<Track>> OfferedAsync(RetrievalRequest request)
    {
        var answer = await _source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        answer.Candidates.ShouldAllBe(candidate => candidate.Source == "imported");
        return [.. answer.Candidates.Select(candidate => candidate.Track)];
    }

    private static Track Song(string id, string artist = "Artist", string language = "English", double off = 0, int? popularity = 60, string released = "2011-05-01") => new()
    {
        Id = new TrackId(id),
        Title = id,
        Artist = artist,
        Language = language,
        Features = Peaceful with { Valence = Peaceful.Valence + off },
        FeatureSource = FeatureSource.Measured,
        FeatureConfidence = .9,
        Popularity = popularity,
        ReleaseDate = ReleaseDate.Parse(released),
    };

    private static RetrievalRequest Request(string[]? artists = null, string[]? languages = null) => new()
    {
        Mood = MoodCategory.Peaceful,
        Target = Peaceful,
        Profile = ScoringProfile.Classic,
        Languages = (languages ?? ["English"]).ToHashSet(StringComparer.OrdinalIgnoreCase),
        Artists = [.. (artists ?? []).Select(name => new SelectedArtist(name, Languages.English))],
        Today = Today,
    };
}
