using StoryBeats.Catalog;
using StoryBeats.Providers.FeatureEstimation;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.FeatureEstimation;

public sealed class MeasuredTableTests
{
    [Theory]
    [InlineData("track,artist,energy,valence,year,duration_ms", "Song,Somebody,.8,.4,2019,215000", 215_000)]
    [InlineData("name,artists,Energy,Valence,release_date,length", "Song,Somebody;Other,.8,.4,27-10-2019,215000", 215_000)]
    [InlineData("track_name,artist_name,energy,Valence,release_date,duration", "Song,Somebody|Other,.8,.4,2019-05-01,03:35", 215_000)]
    [InlineData("title,artist,energy,valence,release_date,duration_s", "Song,Somebody,.8,.4,2019,215", 215_000)]
    [InlineData("title,artist,energy,valence,release_date,duration_s", "Song,Somebody,.8,.4,2019,?", null)]
    public void Columns_are_found_under_any_usual_name(string header, string row, int? milliseconds)
    {
        using var folder = new TempFolder();

        var song = MeasuredTable.Load(folder.Write("table.csv", $"{header}\n{row}\n")).Songs.Single();

        (song.Track.Title, song.Track.Artist, song.Track.ReleaseDate, song.Track.DurationMs).ShouldBe(("Song", "Somebody", new ReleaseDate(2019), milliseconds));
        song.Track.Features.ShouldBeNull();
        song.Measured.ShouldBe([.8, .4, double.NaN, double.NaN, double.NaN, double.NaN]);
    }

    [Theory]
    [InlineData("Happy", MoodCategory.Happy)]
    [InlineData("Sad", MoodCategory.Melancholic)]
    [InlineData("Energetic", MoodCategory.Energetic)]
    [InlineData("calm", MoodCategory.Peaceful)]
    [InlineData("polka", null)]
    [InlineData("", null)]
    public void Mood_labels_are_read_as_moods_of_ours(string label, MoodCategory? mood)
    {
        using var folder = new TempFolder();

        var song = MeasuredTable.Load(folder.Write("table.csv", $"title,artist,energy,valence,mood\nSong,Somebody,.8,.4,{label}\n")).Songs.Single();

        song.Track.Moods.ShouldBe(mood is { } one ? [one] : []);
    }

    [Fact]
    public void Rows_that_cannot_be_used_are_counted()
    {
        using var folder = new TempFolder();

        var table = MeasuredTable.Load(folder.Write("table.csv", "title,artist,energy,valence,tempo\nA,B,.5,.5,120\n,B,.5,.5,120\nA,,.5,.5,120\nA,B,,.5,120\nA,B,.5,7,120\nA,B,.5,.5,900\n"));

        (table.Songs.Count, table.Refused).ShouldBe((1, 5));
    }

    [Theory]
    [InlineData("foo,artist,energy,valence\n1,2,3,4\n", "no title column")]
    [InlineData("title,foo,energy,valence\n1,2,3,4\n", "no artist column")]
    [InlineData("title,artist,loudness\n1,2,3\n", "energy and valence from 0 to 1")]
    [InlineData("title,artist,energy,valence\n1,2,80,40\n", "energy and valence from 0 to 1")]
    public void A_file_that_is_no_such_table_is_refused_with_its_name(string content, string why)
    {
        using var folder = new TempFolder();
        var path = folder.Write("table.csv", content);

        var fault = Should.Throw<InvalidDataException>(() => MeasuredTable.Load(path));

        fault.Message.ShouldContain(path);
        fault.Message.ShouldContain(why);
    }

    [Theory]
    [InlineData(-.8, true)]
    [InlineData(0, false)]
    [InlineData(.8, false)]
    public void A_table_whose_acoustic_songs_are_not_the_quieter_ones_is_no_table_of_Spotify_s_features(double slope, bool isPlausible)
    {
        using var folder = new TempFolder();
        var rows = Enumerable.Range(0, 120).Select(i => FormattableString.Invariant($"Song {i},Somebody,{i / 120.0},.5,{.5 + (slope * ((i / 120.0) - .5)) + (.05 * ((i % 3) - 1))}"));

        var table = MeasuredTable.Load(folder.Write("table.csv", "title,artist,energy,valence,acousticness\n" + string.Join('\n', rows) + "\n"));

        table.IsPlausible.ShouldBe(isPlausible);
    }
}
