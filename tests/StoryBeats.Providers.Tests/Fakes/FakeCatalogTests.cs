using StoryBeats.Catalog;
using StoryBeats.Fakes.Catalog;

namespace StoryBeats.Providers.Tests.Fakes;

public sealed class FakeCatalogTests
{
    private static readonly FakeCatalog Catalog = FakeCatalog.Build();

    [Fact]
    public void Every_curated_artist_has_sixty_to_ninety_songs_old_and_new()
    {
        var curated = Catalog.Artists.Where(artist => artist.IsCurated).ToList();

        curated.Count.ShouldBeGreaterThan(90);
        foreach (var artist in curated)
        {
            // Songs that feature others come on top.
            var own = Catalog.By(artist).Where(track => track.Artists is [var only] && only == artist).ToList();
            own.Count.ShouldBeInRange(60, 92, artist.Name);
            own.Count(track => string.CompareOrdinal(track.Album.ReleaseDate, "2025-06") > 0).ShouldBeGreaterThan(12, artist.Name);
            own.ShouldContain(track => track.Album.Year < 2025, artist.Name);
        }
    }

    [Fact]
    public void Ids_are_as_Spotify_makes_them_and_codes_are_valid()
    {
        Catalog.Tracks.ShouldAllBe(track => track.Id.Length == 22 && track.Id.All(char.IsAsciiLetterOrDigit));
        Catalog.Tracks.Select(track => track.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(Catalog.Tracks.Count);
        Catalog.Tracks.Where(track => track.Isrc is not null).ShouldAllBe(track => Isrc.Parse(track.Isrc) != null);
        Catalog.Tracks.ShouldAllBe(track => ReleaseDate.Parse(track.Album.ReleaseDate) != null);
        Catalog.Tracks.Select(track => track.Album.ReleaseDate).Max(StringComparer.Ordinal)!.ShouldStartWith("2026-11");
    }

    [Fact]
    public void There_is_something_of_everything_that_a_client_must_cope_with()
    {
        Catalog.Tracks.ShouldContain(track => track.Isrc == null);
        Catalog.Tracks.ShouldContain(track => !track.IsPlayable);
        Catalog.Tracks.ShouldContain(track => !track.Markets.Contains("IN", StringComparer.Ordinal));
        Catalog.Albums.ShouldContain(album => album.Precision == "year");
        Catalog.Artists.Count(artist => artist.Name == "Daughter").ShouldBe(2);
        Catalog.Tracks.ShouldContain(track => track.Title.Contains("Karaoke", StringComparison.Ordinal));
        Catalog.By(Catalog.Curated("Prateek Kuhad")).ShouldContain(track => track.Title == "cold/mess" && track.Popularity <= 95);
    }

    [Fact]
    public void It_is_the_same_every_time()
    {
        var again = FakeCatalog.Build();

        again.Tracks.Select(track => (track.Id, track.Title, track.Isrc, track.Popularity, track.Features))
            .ShouldBe(Catalog.Tracks.Select(track => (track.Id, track.Title, track.Isrc, track.Popularity, track.Features)));
    }
}
