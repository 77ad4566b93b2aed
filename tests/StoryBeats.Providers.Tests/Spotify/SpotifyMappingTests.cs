using StoryBeats.Catalog;
using StoryBeats.Providers.Spotify;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class SpotifyMappingTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);

    [Theory]
    [InlineData("2019-05-03", "day", "2019-05-03")]
    [InlineData("2019-05", "month", "2019-05")]
    [InlineData("2019", "year", "2019")]
    [InlineData("2019-01-01", "year", "2019")]
    [InlineData("0000", "year", null)]
    [InlineData("soon", "day", null)]
    public void A_release_is_as_exact_as_Spotify_says(string date, string precision, string? expected)
    {
        var track = Single(Wire("One", "Phoenix") with { Album = new WireAlbum { Name = "Album", ReleaseDate = date, ReleaseDatePrecision = precision } });

        track.ReleaseDate?.ToString().ShouldBe(expected);
    }

    [Fact]
    public void A_film_song_is_the_singers_though_its_composer_is_credited_first()
    {
        var track = Single(Wire("Tum Hi Ho", "Mithoon", "Arijit Singh"), "Arijit Singh");

        track.Artist.ShouldBe("Arijit Singh");
    }

    [Theory]
    [InlineData("Collision (feat. Arijit Singh)")]
    [InlineData("Collision ft. Somebody Else & Arijit Singh")]
    [InlineData("Collision [with Arijit Singh]")]
    public void A_song_on_which_the_artist_is_a_guest_is_another_artists(string title)
    {
        var tracks = SpotifyMapping.Map([Wire(title, "Somebody", "Arijit Singh")], TrackKey.Fold("Arijit Singh"), null, strict: false, Languages.Hindi, Today).Tracks;

        tracks.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Collision (feat. Somebody)", "Arijit Singh", "Somebody")]
    [InlineData("Sift and Defeat Arijit Singh", "Mithoon", "Arijit Singh")]
    public void An_artist_with_a_guest_or_in_a_title_keeps_the_song(string title, string first, string second)
    {
        var track = Single(Wire(title, first, second), "Arijit Singh");

        track.Artist.ShouldBe("Arijit Singh");
    }

    [Fact]
    public void Of_several_bearers_of_a_name_the_one_with_most_tracks_is_meant_and_stays_meant()
    {
        WireTrack[] found =
        [
            Wire("One", "Daughter") with { Artists = [new WireArtist { Id = "other", Name = "Daughter" }] },
            Wire("Two", "Daughter") with { Artists = [new WireArtist { Id = "meant", Name = "Daughter" }] },
            Wire("Three", "Daughter") with { Artists = [new WireArtist { Id = "meant", Name = "DAUGHTER" }] },
        ];

        var first = SpotifyMapping.Map(found, "daughter", null, strict: false, Languages.English, Today);
        var again = SpotifyMapping.Map(found, "daughter", "other", strict: false, Languages.English, Today);
        var gone = SpotifyMapping.Map(found, "daughter", "gone", strict: false, Languages.English, Today);
        var strict = SpotifyMapping.Map(found, "daughter", "gone", strict: true, Languages.English, Today);

        first.ArtistId.ShouldBe("meant");
        first.Tracks.Select(track => track.Title).ShouldBe(["Two", "Three"]);
        again.Tracks.ShouldHaveSingleItem().Title.ShouldBe("One");
        gone.ArtistId.ShouldBe("meant");
        strict.Tracks.ShouldBeEmpty();
    }

    [Fact]
    public void Half_a_track_is_none()
    {
        WireTrack[] found =
        [
            Wire("One", "Phoenix") with { Id = null },
            Wire("Two", "Phoenix") with { Name = "" },
            Wire("Three", "Phoenix") with { IsPlayable = false },
            Wire("Four", "Phoenix") with { Artists = null },
            Wire("Five", "Phoenix") with { Artists = [null, new WireArtist()] },
            Wire("Six", "Phoenix Ensemble"),
        ];

        SpotifyMapping.Map(found, "phoenix", null, strict: false, Languages.English, Today).Tracks.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_not_known_or_nonsense_is_null()
    {
        var track = Single(Wire("One", "Phoenix") with
        {
            Popularity = 250,
            DurationMs = -1,
            ExternalIds = new WireExternalIds { Isrc = "none" },
            Album = new WireAlbum { Images = [null, new WireImage { Url = "javascript:alert(1)", Width = 300 }] },
        });

        track.Popularity.ShouldBeNull();
        track.DurationMs.ShouldBeNull();
        track.Isrc.ShouldBeNull();
        track.Cover.ShouldBeNull();
        track.Album.ShouldBeNull();
        track.Features.ShouldBeNull();
    }

    [Fact]
    public void The_cover_is_the_smallest_that_is_large_enough()
    {
        var album = new WireAlbum { Images = [Image(640), Image(300), Image(64)] };
        var small = new WireAlbum { Images = [Image(64), Image(160)] };

        Single(Wire("One", "Phoenix") with { Album = album }).Cover!.AbsolutePath.ShouldBe("/300");
        Single(Wire("One", "Phoenix") with { Album = small }).Cover!.AbsolutePath.ShouldBe("/160");
    }

    [Fact]
    public void Prominence_falls_with_the_place_in_the_search_and_with_age_and_stays_within_bounds()
    {
        var places = Enumerable.Range(0, 50).Select(rank => SpotifyMapping.Prominence(rank, new ReleaseDate(2020), Today)).ToList();
        var ages = Enumerable.Range(1950, 77).Select(year => SpotifyMapping.Prominence(3, new ReleaseDate(year), Today)).ToList();

        places.ShouldBe(places.OrderDescending());
        ages.ShouldBe(ages.Order());
        places.Concat(ages).ShouldAllBe(prominence => prominence > 0 && prominence <= 1);
        SpotifyMapping.Prominence(0, new ReleaseDate(2027, 1, 1), Today).ShouldBe(1);
    }

    private static WireImage Image(int width) => new() { Url = $"https://i.scdn.co/{width}", Width = width };

    private static Track Single(WireTrack track, string artist = "Phoenix") =>
        SpotifyMapping.Map([track], TrackKey.Fold(artist), null, strict: false, Languages.English, Today).Tracks.ShouldHaveSingleItem();

    private static WireTrack Wire(string title, params string[] artists) => new()
    {
        Id = "id-" + title,
        Name = title,
        Artists = [.. artists.Select(name => new WireArtist { Id = "id-" + name, Name = name })],
        IsPlayable = true,
    };
}
