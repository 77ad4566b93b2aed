using StoryBeats.Catalog;
using StoryBeats.Tests.Support;

namespace StoryBeats.Tests.Catalog;

public sealed class ArtistNamesTests
{
    [Theory]
    [InlineData("Badshah", "badshah", true)]
    [InlineData("BADSHAH", "badshah", true)]
    [InlineData("Badshah feat. Raftaar", "raftaar", true)]
    [InlineData("Badshah (ft. Raftaar & Ikka)", "ikka", true)]
    [InlineData("Badshah featuring Raftaar, Ikka", "raftaar", true)]
    [InlineData("Simon & Garfunkel feat. Badshah", "simongarfunkel", true)]
    [InlineData("Iron & Wine", "ironwine", true)]
    [InlineData("Seedhe Maut x Badshah", "badshah", true)]
    [InlineData("A.R. Rahman", "arrahman", true)]
    [InlineData("Badshahi", "badshah", false)]
    [InlineData("Feather", "her", false)]
    [InlineData("The xx", "the", false)]
    [InlineData("Withered Hand", "hand", false)]
    public void An_artist_field_names_whoever_stands_in_it(string artist, string key, bool named) =>
        ArtistNames.Names(Songs.Track(artist: artist), new HashSet<string>(StringComparer.Ordinal) { key }).ShouldBe(named);
}
