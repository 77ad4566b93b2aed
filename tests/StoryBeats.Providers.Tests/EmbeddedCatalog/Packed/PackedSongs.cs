using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Packed;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog.Packed;

/// <summary>Songs and catalogues for the tests of the packed file.</summary>
internal static class PackedSongs
{
    public static Track Full() => new()
    {
        Id = new TrackId("56zZ48jdyY2oDXHVnwg5Di"),
        Title = "Tum Hi Ho",
        Artist = "Arijit Singh",
        Album = "Aashiqui 2",
        ReleaseDate = new ReleaseDate(2013, 4),
        Language = "Hindi",
        Genres = ["bollywood", "filmi"],
        Moods = [MoodCategory.Romantic, MoodCategory.Melancholic],
        Features = new AudioFeatures(.467, .3330000000000001, .61, .123456789, .0000123, 93.902),
        FeatureSource = FeatureSource.Measured,
        FeatureConfidence = .95,
        Popularity = 80,
        PopularityIsEstimated = true,
        Prominence = .25,
        SpotifyId = "56zZ48jdyY2oDXHVnwg5Di",
        Cover = new Uri("https://i.scdn.co/image/1"),
        DurationMs = 262_000,
        Isrc = Isrc.Parse("INS181300001"),
    };

    public static PackedCatalogue Write(string path, params Track[] songs)
    {
        using (var writer = PackedCatalogueWriter.Create(path))
        {
            foreach (var song in songs)
                writer.Add(song).ShouldBeTrue(song.Title);
            writer.Commit();
        }

        return PackedCatalogue.Open(path);
    }

    public static FeatureHit[] Nearest(PackedCatalogue catalogue, FeatureQuery query, int count = 200)
    {
        var hits = new FeatureHit[count];
        return hits[..catalogue.Nearest(query, hits)];
    }
}
