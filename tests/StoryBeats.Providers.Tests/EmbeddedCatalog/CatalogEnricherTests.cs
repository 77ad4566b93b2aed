using Microsoft.Extensions.Logging.Abstractions;
using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.Tests.EmbeddedCatalog.Packed;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog;

public sealed class CatalogEnricherTests : IDisposable
{
    private static readonly AudioFeatures Sound = new(.3, .5, .3, .7, 0, 85);
    private static readonly AudioFeatures Measured = new(.8, .8, .8, .1, 0, 140);

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_recording_is_known_by_its_code_whatever_its_name()
    {
        var enriched = await EnrichAsync(Live("तुम ही हो", isrc: "INS181300001"), Ours() with { Isrc = Isrc.Parse("INS181300001") });

        enriched.Features.ShouldBe(Sound);
        enriched.FeatureSource.ShouldBe(FeatureSource.CuratedEstimate);
        enriched.FeatureConfidence.ShouldBe(.7);
        enriched.Moods.ShouldBe([MoodCategory.Romantic]);
        enriched.Genres.ShouldBe(["bollywood"]);
        enriched.Language.ShouldBe("Hindi");
    }

    [Theory]
    [InlineData("Tum Hi Ho")]
    [InlineData("TUM HI HO (From \"Aashiqui 2\")")]
    [InlineData("Tum Hi Ho - Remastered 2020")]
    [InlineData("Tum Hi Ho (feat. Mithoon)")]
    public async Task A_song_is_known_by_artist_and_title_without_marks(string title)
    {
        var enriched = await EnrichAsync(Live(title), Ours());

        enriched.Features.ShouldBe(Sound);
        enriched.Moods.ShouldBe([MoodCategory.Romantic]);
        enriched.Title.ShouldBe(title);
    }

    [Theory]
    [InlineData("Tum Hi Ho (Night Drive Remix)")]
    [InlineData("Tum Hi Ho (Slowed + Reverb)")]
    [InlineData("Tum Hi Ho - Acoustic")]
    public async Task Another_version_has_its_language_and_not_its_sound(string title)
    {
        var enriched = await EnrichAsync(Live(title, language: "Punjabi"), Ours());

        enriched.Features.ShouldBeNull();
        enriched.Moods.ShouldBeEmpty();
        enriched.Language.ShouldBe("Hindi");
        enriched.Genres.ShouldBe(["bollywood"]);
    }

    [Fact]
    public async Task Measured_features_stay_and_popularity_is_never_lent()
    {
        var live = Live("Tum Hi Ho") with { Features = Measured, FeatureSource = FeatureSource.Measured, FeatureConfidence = .95 };

        var enriched = await EnrichAsync(live, Ours());

        enriched.Features.ShouldBe(Measured);
        enriched.FeatureSource.ShouldBe(FeatureSource.Measured);
        enriched.Moods.ShouldBe([MoodCategory.Romantic]);
        enriched.Popularity.ShouldBeNull();
    }

    [Fact]
    public async Task An_estimate_gives_way()
    {
        var live = Live("Tum Hi Ho") with { Features = Measured, FeatureSource = FeatureSource.Estimated, FeatureConfidence = .3 };

        var enriched = await EnrichAsync(live, Ours());

        enriched.Features.ShouldBe(Sound);
    }

    [Fact]
    public async Task What_a_track_says_of_itself_stays()
    {
        var live = Live("Tum Hi Ho") with { Genres = ["filmi"], Moods = [MoodCategory.Melancholic] };

        var enriched = await EnrichAsync(live, Ours());

        enriched.Genres.ShouldBe(["filmi"]);
        enriched.Moods.ShouldBe([MoodCategory.Melancholic]);
    }

    [Theory]
    [InlineData("Hindi", "Punjabi")]
    [InlineData("Punjabi", "Punjabi")]
    [InlineData("English", "English")]
    public async Task An_unknown_song_is_sung_in_what_its_artist_mostly_sings_on_the_same_side(string assumed, string expected)
    {
        Track[] known = [Ours("One", "Punjabi"), Ours("Two", "Punjabi"), Ours("Three", "Hindi")];

        var enriched = await EnrichAsync(Live("Nobody Knows", language: assumed), known);

        enriched.Language.ShouldBe(expected);
        enriched.Features.ShouldBeNull();
        enriched.Moods.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_song_of_an_unknown_artist_stays_as_it_is()
    {
        var live = Live("Tum Hi Ho") with { Artist = "Somebody Else" };

        var enriched = await EnrichAsync(live, Ours());

        enriched.ShouldBe(live);
    }

    [Theory]
    [InlineData("Another Name", "INS181300001")]
    [InlineData("Tum Hi Ho - Remastered 2020", null)]
    public async Task What_was_imported_lends_its_measured_sound_and_genres_and_no_language(string title, string? isrc)
    {
        Import(Known("Tum Hi Ho (Remix)", 90), Known("Tum Hi Ho", 60, isrc: "INS181300001") with { Features = Measured });

        var enriched = await EnrichAsync(Live(title, isrc));

        enriched.Features.ShouldBe(Measured);
        enriched.FeatureSource.ShouldBe(FeatureSource.Measured);
        enriched.Genres.ShouldBe(["imported"]);
        enriched.Language.ShouldBe("Hindi");
        enriched.Popularity.ShouldBeNull();
    }

    [Fact]
    public async Task A_measured_sound_goes_before_our_estimate_and_our_moods_stay()
    {
        Import(Known("Tum Hi Ho", 60) with { Features = Measured });

        var enriched = await EnrichAsync(Live("Tum Hi Ho"), Ours());

        enriched.Features.ShouldBe(Measured);
        enriched.Moods.ShouldBe([MoodCategory.Romantic]);
        enriched.Genres.ShouldBe(["bollywood"]);
    }

    [Fact]
    public async Task Another_version_that_was_imported_lends_no_sound()
    {
        Import(Known("Tum Hi Ho (Remix)", 90));

        var enriched = await EnrichAsync(Live("Tum Hi Ho"));

        enriched.Features.ShouldBeNull();
    }

    public void Dispose() => _folder.Dispose();

    private void Import(params Track[] songs) => PackedSongs.Write(ImportedCatalogue.PathIn(_folder.Path), songs).Dispose();

    private static Track Known(string title, int popularity, string? isrc = null) => Live(title, isrc, language: "Unknown") with
    {
        Id = new TrackId("imported " + title),
        Genres = ["imported"],
        Features = Sound,
        FeatureSource = FeatureSource.Measured,
        FeatureConfidence = .9,
        Popularity = popularity,
    };

    private async Task<Track> EnrichAsync(Track track, params Track[] catalogue)
    {
        using var imported = new ImportedCatalogue(ImportedCatalogue.PathIn(_folder.Path), NullLogger<ImportedCatalogue>.Instance);
        var enricher = new CatalogEnricher(new CatalogIndex(catalogue), imported);

        return (await enricher.EnrichAsync([track], askOthers: false, CancellationToken.None)).ShouldHaveSingleItem();
    }

    private static Track Ours(string title = "Tum Hi Ho", string language = "Hindi") => new()
    {
        Id = new TrackId("sb-" + title),
        Title = title,
        Artist = "Arijit Singh",
        Language = language,
        Genres = ["bollywood"],
        Moods = [MoodCategory.Romantic],
        Features = Sound,
        FeatureSource = FeatureSource.CuratedEstimate,
        FeatureConfidence = .7,
        Popularity = 80,
        PopularityIsEstimated = true,
    };

    private static Track Live(string title, string? isrc = null, string language = "Hindi") => new()
    {
        Id = new TrackId("56zZ48jdyY2oDXHVnwg5Di"),
        Title = title,
        Artist = "Arijit Singh",
        Language = language,
        Isrc = Isrc.Parse(isrc),
    };
}
