using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog;

public sealed class StarterCatalogueTests
{
    // Songs that we are sure of: fewer than six for these, said in docs/catalogue.md.
    private static readonly Dictionary<string, int> ThinArtists = new(StringComparer.Ordinal)
    {
        ["Ikka"] = 4,
        ["Kamakshi Khanna"] = 3,
        ["Dropped Out"] = 1,
    };

    // Different songs of one name, each on a single of that name, and a reprise by another singer.
    private static readonly string[] Namesakes = ["Chanel", "Duur", "Muththa Mazhai (Reprise)"];

    private static readonly string Path = System.IO.Path.Combine(DataFiles.BuiltIn, StarterCatalogue.FileName);
    private static readonly IReadOnlyList<Track> Tracks = StarterCatalogue.Load(Path);

    [Fact]
    public void It_holds_at_least_1500_songs() => Tracks.Count.ShouldBeGreaterThanOrEqualTo(1500);

    [Fact]
    public void No_song_stands_twice()
    {
        Tracks.GroupBy(track => track.Key).Where(group => group.Count() > 1).Select(group => group.Key.Value).ShouldBeEmpty();
        Tracks.Select(track => track.Id).Distinct().Count().ShouldBe(Tracks.Count);
    }

    [Fact]
    public void No_recording_stands_under_two_artists() =>
        Tracks.GroupBy(track => (TrackKey.From("", track.Title), TrackKey.Fold(track.Album!), track.Language))
            .Where(group => group.Count() > 1)
            .Select(group => group.First().Title)
            .Except(Namesakes, StringComparer.Ordinal)
            .ShouldBeEmpty();

    [Fact]
    public void One_artist_is_spelt_one_way() =>
        Tracks.Select(track => track.Artist).Distinct(StringComparer.Ordinal).GroupBy(TrackKey.Fold, StringComparer.Ordinal)
            .Where(group => group.Count() > 1).Select(group => string.Join(" / ", group)).ShouldBeEmpty();

    [Fact]
    public void Every_curated_artist_has_at_least_six_songs_but_for_the_three_we_do_not_know_well()
    {
        var index = new CatalogIndex(Tracks);
        var curated = CuratedArtists.Load(System.IO.Path.Combine(DataFiles.BuiltIn, CuratedArtistsFile.FileName));

        foreach (var artist in curated.All)
            index.ByArtist(artist).Count.ShouldBeGreaterThanOrEqualTo(ThinArtists.GetValueOrDefault(artist, 6), artist);
    }

    [Fact]
    public void At_least_two_in_five_are_Indian()
    {
        var indian = Tracks.Count(track => Languages.Indian.Contains(track.Language));

        ((double)indian / Tracks.Count).ShouldBeGreaterThanOrEqualTo(.4);
    }

    [Theory]
    [InlineData("English", 40)]
    [InlineData("Hindi", 40)]
    [InlineData("Punjabi", 6)]
    [InlineData("Tamil", 6)]
    [InlineData("Telugu", 6)]
    public void Every_mood_has_songs_in_every_main_language(string language, int least)
    {
        foreach (var mood in Enum.GetValues<MoodCategory>())
        {
            Tracks.Count(track => track.Language == language && track.Moods.Contains(mood))
                .ShouldBeGreaterThanOrEqualTo(least, $"{language}, {mood}");
        }
    }

    [Fact]
    public void At_least_sixty_songs_came_out_in_the_eighteen_months_before_it_was_written()
    {
        var written = new DateOnly(2026, 11, 24);

        Tracks.Count(track => track.ReleaseDate!.Value.AgeInDays(written) <= ReleaseDate.RecentDays).ShouldBeGreaterThanOrEqualTo(60);
        Tracks.ShouldAllBe(track => track.ReleaseDate!.Value.AgeInDays(written) >= 0);
    }

    [Fact]
    public void Every_language_can_be_asked_for() =>
        Tracks.Select(track => track.Language).Distinct(StringComparer.Ordinal).ShouldAllBe(language => Languages.Parse(language) == language);

    [Fact]
    public void Features_and_popularity_are_marked_as_our_estimates() =>
        Tracks.ShouldAllBe(track => track.FeatureSource == FeatureSource.CuratedEstimate && track.PopularityIsEstimated && track.FeatureConfidence < 1);

    [Fact]
    public void Every_song_can_be_found_without_a_key()
    {
        foreach (var track in Tracks)
        {
            var links = TrackLinks.For(track);
            links.Spotify.Scheme.ShouldBe("https");
            links.Spotify.AbsoluteUri.ShouldStartWith("https://open.spotify.com/search/");
        }
    }

    [Theory]
    [InlineData("A,B,C,2020,English,pop,happy,1.2,.5,.5,.5,0,120,200,60", "energy is 1.2, not within 0 and 1")]
    [InlineData("A,B,C,2020,English,pop,jolly,.5,.5,.5,.5,0,120,200,60", "\"jolly\" is not one of the nine moods")]
    [InlineData("A,B,C,2020,English,pop,7,.5,.5,.5,.5,0,120,200,60", "\"7\" is not one of the nine moods")]
    [InlineData("A,B,C,someday,English,pop,happy,.5,.5,.5,.5,0,120,200,60", "release_date must be")]
    [InlineData(",B,C,2020,English,pop,happy,.5,.5,.5,.5,0,120,200,60", "title is empty")]
    [InlineData("A,B,C,2020,English,pop,happy,.5,.5,.5,.5,0,fast,200,60", "line 2")]
    public void A_wrong_row_is_named_by_its_line(string row, string message)
    {
        using var folder = new TempFolder();
        var path = folder.Write("catalogue.csv", string.Join(',', StarterCatalogue.Columns) + "\n" + row + "\n");

        var fault = Should.Throw<InvalidDataException>(() => StarterCatalogue.Load(path));

        fault.Message.ShouldContain(message);
        fault.Message.ShouldContain("line 2");
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        using var folder = new TempFolder();
        var path = folder.Write("catalogue.csv", "title,artist\nA,B\n");

        Should.Throw<InvalidDataException>(() => StarterCatalogue.Load(path)).Message.ShouldContain("\"album\"");
    }
}
