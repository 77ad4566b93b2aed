using StoryBeats.Providers.EmbeddedCatalog.Import;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog.Import;

public sealed class ColumnMapTests : IDisposable
{
    private const string Strange = "Lied,Wer,Kraft,Freude,Lied (2)\nA,X,.5,.25,no\n";

    private readonly ImportFixture _import = new();

    public void Dispose() => _import.Dispose();

    [Fact]
    public async Task Unknown_headers_are_listed_with_how_to_name_them()
    {
        var path = _import.Write("songs.csv", Strange);

        var fault = await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync(path, Map(("title", "Lied"))));

        fault.Message.ShouldBe(
            "songs.csv has no column for artist, energy, valence. Its columns: Lied, Wer, Kraft, Freude, Lied (2). If one of them is meant, say so: --map artist=COLUMN,energy=COLUMN,valence=COLUMN");
    }

    [Fact]
    public async Task Columns_that_the_user_names_are_taken()
    {
        var songs = await _import.SongsOfAsync(Strange, Map(("title", "Lied"), ("Artist", "wer"), ("energy", "Kraft"), ("valence", "Freude"), ("release_date", "Lied (2)")));

        var song = songs.ShouldHaveSingleItem();
        (song.Title, song.Artist, song.Features!.Value.Energy, song.Features.Value.Valence).ShouldBe(("A", "X", .5, .25));
        song.ReleaseDate.ShouldBeNull();
    }

    [Fact]
    public async Task A_column_that_the_user_names_goes_before_the_usual_one()
    {
        var songs = await _import.SongsOfAsync("title,song_id_name,artist,energy,valence\nWrong,Right,X,.5,.5\n", Map(("title", "song_id_name")));

        songs.ShouldHaveSingleItem().Title.ShouldBe("Right");
    }

    [Theory]
    [InlineData("titel", "Lied", "--map knows no \"titel\". It knows: title, artist, energy")]
    [InlineData("title", "Lid", "songs.csv has no column \"Lid\". Its columns: Lied, Wer")]
    public async Task A_name_that_is_wrong_is_told_with_those_there_are(string field, string column, string says)
    {
        var path = _import.Write("songs.csv", Strange);

        (await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync(path, Map((field, column))))).Message.ShouldStartWith(says);
    }

    [Theory]
    [InlineData("Track Name,Artist Name(s),Energy,Valence")]
    [InlineData("SongTitle,PERFORMER,energy_pct,valence_pct")]
    [InlineData("name,track_artist,energy,valence")]
    [InlineData("song,singer,\"energy\",positivity")]
    public async Task Case_spaces_and_signs_do_not_count(string header)
    {
        var file = await _import.ImportAsync(_import.Write("songs.csv", header + "\nA,X,.5,.5\n"));

        file.Taken.ShouldBe(1);
    }

    private static ImportOptions Map(params (string Field, string Column)[] pairs) =>
        new() { Map = pairs.ToDictionary(pair => pair.Field, pair => pair.Column, StringComparer.Ordinal) };
}
