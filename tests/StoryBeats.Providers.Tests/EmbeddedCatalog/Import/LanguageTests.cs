using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Import;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog.Import;

public sealed class LanguageTests : IDisposable
{
    private readonly ImportFixture _import = new();

    public void Dispose() => _import.Dispose();

    [Theory]
    [InlineData("A Song", "Somebody", "hi", "pop", null, "Hindi", "column")]
    [InlineData("A Song", "Somebody", "en-US", "", null, "English", "column")]
    [InlineData("A Song", "Somebody", "Japanese", "", null, "Japanese", "column")]
    [InlineData("तुम ही हो", "Somebody", "", "", null, "Hindi", "script")]
    [InlineData("봄날", "Somebody", "", "pop", "English", "Korean", "script")]
    [InlineData("A Song", "Radiohead", "", "latin", null, "English", "artist")]
    [InlineData("A Song", "Radiohead", "", "", "Hindi", "English", "artist")]
    [InlineData("A Song", "Somebody", "", "modern bollywood", null, "Hindi", "genre")]
    [InlineData("A Song", "Somebody", "", "['k-pop girl group']", "English", "Korean", "genre")]
    [InlineData("A Song", "Somebody", "", "indie", "ta", "Tamil", "option")]
    [InlineData("A Song", "Somebody", "", "indie", null, "Unknown", "nothing")]
    [InlineData("A Song", "Somebody", "gibberish tongue", "", null, "Unknown", "nothing")]
    public async Task The_surest_evidence_of_a_language_is_taken_and_told(string title, string artist, string language, string genre, string? given, string expected, string from)
    {
        var path = _import.Write("songs.csv", $"title,artist,energy,valence,language,genre\n{title},{artist},.5,.5,{language},\"{genre}\"\n");

        var file = await _import.ImportAsync(path, new() { Language = given });

        _import.Songs().ShouldHaveSingleItem().Language.ShouldBe(expected);
        file.LanguageFrom.ShouldBe(new Dictionary<string, long>(StringComparer.Ordinal) { [from] = 1 });
    }

    [Fact]
    public void An_artist_of_several_languages_follows_what_is_said_of_the_file()
    {
        Track[] known = [Song("One", "Hindi"), Song("Two", "Hindi"), Song("Three", "Tamil")];

        new LanguageGuess(known, given: "Telugu").Of(null, "Four", "Singer", []).ShouldBe(("Telugu", "option"));
        new LanguageGuess(known, given: null).Of(null, "Four", "Singer", ["tamil pop"]).ShouldBe(("Tamil", "genre"));
        new LanguageGuess(known, given: null).Of(null, "Four", "Singer", []).ShouldBe(("Hindi", "artist"));
    }

    [Fact]
    public async Task A_language_that_nobody_knows_is_refused()
    {
        var path = _import.Write("songs.csv", "title,artist,energy,valence\nA,X,.5,.5\n");

        (await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync(path, new() { Language = "Klingonese" }))).Message.ShouldContain("Klingonese");
    }

    private static Track Song(string title, string language) => new() { Id = new TrackId(title), Title = title, Artist = "Singer", Language = language };
}
