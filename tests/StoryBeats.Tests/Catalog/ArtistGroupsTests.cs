using StoryBeats.Catalog;
using StoryBeats.Tests.Support;

namespace StoryBeats.Tests.Catalog;

public sealed class ArtistGroupsTests
{
    [Theory]
    [InlineData("José González", ArtistGroup.IndieAcoustic)]
    [InlineData("jose gonzalez", ArtistGroup.IndieAcoustic)]
    [InlineData("M83", ArtistGroup.Electronic)]
    [InlineData("6lack", ArtistGroup.HipHopRnb)]
    [InlineData("MGMT", ArtistGroup.IndieRock)]
    [InlineData("KK", ArtistGroup.BollywoodRomantic)]
    [InlineData("Divine", ArtistGroup.PunjabiHindiHipHop)]
    [InlineData("Anuv Jain", ArtistGroup.IndianSingerSongwriter)]
    [InlineData("Sez on the Beat", ArtistGroup.Producer)]
    [InlineData("Jagjit Singh", ArtistGroup.ClassicalSufi)]
    public void An_artist_is_found_however_the_name_is_spelled(string artist, ArtistGroup expected)
    {
        var group = Data.Groups.Of(TrackKey.Fold(artist));

        group.ShouldBe(expected);
    }

    [Fact]
    public void An_unknown_artist_has_no_group()
    {
        var group = Data.Groups.Of(TrackKey.Fold("Nobody Known"));

        group.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{ "polka": ["A"] }""")]
    [InlineData("""{ "3": ["A"] }""")]
    [InlineData("""{ "producer": null }""")]
    [InlineData("""{ "producer": [null] }""")]
    public void A_broken_file_is_refused_with_its_name(string content)
    {
        using var folder = new TempFolder();
        var path = folder.Write("artist-groups.json", content);

        var fault = Should.Throw<InvalidDataException>(() => ArtistGroups.Load(path));

        fault.Message.ShouldContain(path);
    }
}
