using StoryBeats.Catalog;
using StoryBeats.Tests.Support;

namespace StoryBeats.Tests.Catalog;

public sealed class TrackTests
{
    [Fact]
    public void Key_and_artist_key_come_from_artist_and_title_in_either_order()
    {
        var titleFirst = new Track { Id = new("1"), Title = "Idioteque - Live", Artist = "Radiohead", Language = Languages.English };
        var artistFirst = new Track { Artist = "Radiohead", Title = "Idioteque", Id = new("2"), Language = Languages.English };

        titleFirst.Key.ShouldBe(artistFirst.Key);
        titleFirst.ArtistKey.ShouldBe("radiohead");
    }

    [Fact]
    public void A_copy_with_another_title_has_another_key()
    {
        var track = Songs.Track(artist: "Radiohead", title: "Idioteque");

        var copy = track with { Title = "Creep" };

        copy.Key.ShouldBe(TrackKey.From("Radiohead", "Creep"));
    }

    [Fact]
    public void Links_search_for_artist_and_title_at_each_service()
    {
        var links = TrackLinks.For(Songs.Track(artist: "Iron & Wine", title: "Fever / Dream?"));

        links.Spotify.AbsoluteUri.ShouldBe("https://open.spotify.com/search/Iron%20%26%20Wine%20Fever%20%2F%20Dream%3F");
        links.AppleMusic.AbsoluteUri.ShouldBe("https://music.apple.com/search?term=Iron%20%26%20Wine%20Fever%20%2F%20Dream%3F");
        links.YouTubeMusic.AbsoluteUri.ShouldBe("https://music.youtube.com/search?q=Iron%20%26%20Wine%20Fever%20%2F%20Dream%3F");
    }
}
