using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Import;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog.Import;

/// <summary>What a cell means.</summary>
public sealed class ValueTests : IDisposable
{
    private readonly ImportFixture _import = new();

    public void Dispose() => _import.Dispose();

    [Theory]
    [InlineData("2019", "2019")]
    [InlineData("2019.0", "2019")]
    [InlineData("2019-05", "2019-05")]
    [InlineData("05-2019", "2019-05")]
    [InlineData("2019-05-03", "2019-05-03")]
    [InlineData("03-05-2019", "2019-05-03")]
    [InlineData("3/5/2019", "2019-05-03")]
    [InlineData("2019/5/3", "2019-05-03")]
    [InlineData("03.05.2019", "2019-05-03")]
    [InlineData("2019-05-03T00:00:00Z", "2019-05-03")]
    [InlineData("2019-05-03 12:30:00", "2019-05-03")]
    [InlineData("31-02-2019", null)]
    [InlineData("0000", null)]
    [InlineData("soon", null)]
    [InlineData("03-05-19", null)]
    public void A_date_is_read_as_exactly_as_it_is_known(string text, string? date) =>
        CellDate.Parse(text, monthFirst: false)?.ToString().ShouldBe(date);

    [Theory]
    [InlineData("258000", nameof(DurationUnit.Milliseconds), 258_000)]
    [InlineData("258,000", nameof(DurationUnit.Milliseconds), 258_000)]
    [InlineData("3,858,000", nameof(DurationUnit.Milliseconds), 3_858_000)]
    [InlineData("258000,0", nameof(DurationUnit.Milliseconds), 258_000)]
    [InlineData("4,300", nameof(DurationUnit.Minutes), 258_000)]
    [InlineData("258.5", nameof(DurationUnit.Seconds), 258_500)]
    [InlineData("4.3", nameof(DurationUnit.Minutes), 258_000)]
    [InlineData("4:18", nameof(DurationUnit.Milliseconds), 258_000)]
    [InlineData("04:18", nameof(DurationUnit.Seconds), 258_000)]
    [InlineData("1:04:18", nameof(DurationUnit.Seconds), 3_858_000)]
    [InlineData("00:00", nameof(DurationUnit.Seconds), null)]
    [InlineData("long", nameof(DurationUnit.Seconds), null)]
    [InlineData("1e12", nameof(DurationUnit.Milliseconds), null)]
    public void A_length_is_read_by_its_unit(string text, string unit, int? milliseconds) => CellDuration.Parse(text, Enum.Parse<DurationUnit>(unit)).ShouldBe(milliseconds);

    [Theory]
    [InlineData("duration_ms", "258000", null)]
    [InlineData("Duration (ms)", "258000", null)]
    [InlineData("duration_s", "258", null)]
    [InlineData("duration_min", "4.3", null)]
    [InlineData("length", "258000", "length is in milliseconds")]
    [InlineData("duration", "258", "duration is in seconds")]
    [InlineData("duration", "4.3", "duration is in minutes")]
    [InlineData("duration", "4:18", null)]
    public async Task A_unit_that_the_header_does_not_say_is_judged_by_the_rows_and_told(string column, string length, string? assumed)
    {
        var file = await _import.ImportAsync(_import.Write("songs.csv", $"title,artist,energy,valence,{column}\nSong,Somebody,.5,.5,{length}\n"));

        _import.Songs().ShouldHaveSingleItem().DurationMs.ShouldBe(258_000);
        file.Assumed.ShouldBe(assumed is null ? [] : [assumed]);
    }

    [Fact]
    public async Task Dates_of_a_file_that_has_months_first_are_read_so_and_it_is_told()
    {
        var path = _import.Write("songs.csv", "title,artist,energy,valence,release_date\nA,X,.5,.5,1/2/2019\nB,X,.5,.5,1/31/2019\n");

        var file = await _import.ImportAsync(path);

        _import.Songs().Select(song => song.ReleaseDate?.ToString()).ShouldBe(["2019-01-02", "2019-01-31"]);
        file.Assumed.ShouldBe(["dates begin with the month"]);
    }

    [Fact]
    public async Task Percent_that_no_header_says_is_judged_by_the_rows_and_told()
    {
        var path = _import.Write("songs.csv", "title,artist,energy,valence,acousticness\nA,X,50,20,0\nB,X,80,1,1\n");

        var file = await _import.ImportAsync(path);

        _import.Songs().Select(song => song.Features!.Value.Energy).ShouldBe([.5, .8]);
        _import.Songs()[1].Features!.Value.Acousticness.ShouldBe(.01);
        file.Assumed.ShouldBe(["features are percent"]);
    }

    [Fact]
    public async Task What_nobody_measured_is_estimated_and_neither_counts_nor_passes_as_measured()
    {
        var path = _import.Write("songs.csv", "title,artist,energy,valence,danceability,tempo\nSad,X,.3,.2,.4,0\n");

        var file = await _import.ImportAsync(path);

        var song = _import.Songs().ShouldHaveSingleItem();
        var estimate = ImportFixture.Estimator.Complete(song with { Features = null }, .3, .2);
        song.Features.ShouldBe(estimate with { Danceability = .4 });
        song.FeatureSource.ShouldBe(FeatureSource.PartlyMeasured);
        song.FeatureConfidence.ShouldBe(.75, 1e-9);
        file.Estimated.ShouldBe(new Dictionary<string, long>(StringComparer.Ordinal) { ["acousticness"] = 1, ["instrumentalness"] = 1, ["tempo"] = 1 });
    }

    [Fact]
    public async Task A_song_with_all_its_features_is_measured()
    {
        var path = _import.Write("songs.csv", "title,artist,energy,valence,danceability,acousticness,instrumentalness,tempo\nSad,X,.3,.2,.4,.5,.6,90\n");

        var file = await _import.ImportAsync(path);

        var song = _import.Songs().ShouldHaveSingleItem();
        (song.FeatureSource, song.FeatureConfidence).ShouldBe((FeatureSource.Measured, 1));
        song.Features.ShouldBe(new AudioFeatures(.3, .2, .4, .5, .6, 90));
        file.Estimated.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("release_date", "2028-01-01")]
    [InlineData("year", "2062")]
    public async Task What_nobody_can_have_released_yet_is_not_new(string column, string date)
    {
        var file = await _import.ImportAsync(_import.Write("songs.csv", $"title,artist,energy,valence,{column}\nSong,X,.3,.2,{date}\nAnnounced,X,.3,.2,2027\n"));

        _import.Songs().Select(song => song.ReleaseDate?.ToString()).ShouldBe(["2027", null]);
        file.LeftOut.ShouldBe(new Dictionary<string, long>(StringComparer.Ordinal) { [column] = 1 });
    }

    [Theory]
    [InlineData("['A', \"B's\"]", false, new[] { "A", "B's" })]
    [InlineData("[\"Jos\\u00e9\", \"B \\\"C\\\"\"]", false, new[] { "José", "B \"C\"" })]
    [InlineData("A;B ; C", false, new[] { "A", "B", "C" })]
    [InlineData("A|B", false, new[] { "A", "B" })]
    [InlineData("A, B", true, new[] { "A", "B" })]
    [InlineData("Tyler, The Creator", false, new[] { "Tyler, The Creator" })]
    [InlineData("['']", false, new string[0])]
    [InlineData("[]", false, new string[0])]
    [InlineData("[spunge]", false, new[] { "[spunge]" })]
    [InlineData("['cut", false, new[] { "['cut" })]
    [InlineData("['cut]", false, new[] { "cut]" })]
    public void Lists_are_read_as_many_write_them(string text, bool commas, string[] items) => ListText.Items(text, commas).ShouldBe(items);

    [Theory]
    [InlineData("7lmeHLHBe4nmXzuXc0HDjk", "7lmeHLHBe4nmXzuXc0HDjk")]
    [InlineData("spotify:track:7lmeHLHBe4nmXzuXc0HDjk", "7lmeHLHBe4nmXzuXc0HDjk")]
    [InlineData("https://open.spotify.com/track/7lmeHLHBe4nmXzuXc0HDjk?si=1", "7lmeHLHBe4nmXzuXc0HDjk")]
    [InlineData("https://open.spotify.com/artist/7lmeHLHBe4nmXzuXc0HDjk", null)]
    [InlineData("17", null)]
    [InlineData(null, null)]
    public void Only_spotifys_ids_are_ids(string? text, string? id) => SongIdentity.SpotifyId(text).ShouldBe(id);

    [Fact]
    public async Task Genres_moods_isrc_and_album_come_along()
    {
        var song = (await _import.SongsOfAsync(
            "title,artist,energy,valence,genres,mood,isrc,album\nA,X,.5,.5,\"['Dream Pop', 'dream pop', 'indie']\",Sad,us-um7-18-00001,Record\n")).ShouldHaveSingleItem();

        song.Genres.ShouldBe(["dream pop", "indie"]);
        song.Moods.ShouldBe([MoodCategory.Melancholic]);
        song.Isrc.ShouldBe(Isrc.Parse("USUM71800001"));
        song.Album.ShouldBe("Record");
    }
}
