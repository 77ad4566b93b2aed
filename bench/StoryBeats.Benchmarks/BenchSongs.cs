using System.Globalization;
using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Packed;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Benchmarks;

/// <summary>Made-up songs, as many as wanted, and searches among them.</summary>
internal static class BenchSongs
{
    public static IReadOnlyList<string> Languages { get; } = ["English", "Hindi", "Punjabi", "Tamil", "Spanish", "Korean", "Unknown"];

    public static IReadOnlySet<string> Wanted { get; } = new HashSet<string>(StringComparer.Ordinal) { "Hindi", "English" };

    /// <summary>The columns that every search reads.</summary>
    public static IReadOnlyList<PackedSection> Columns { get; } =
    [
        PackedSection.Energy, PackedSection.Valence, PackedSection.Danceability, PackedSection.Acousticness, PackedSection.Tempo,
    ];

    public static IEnumerable<Track> Some(int count)
    {
        var random = new Random(8);
        for (var i = 0; i < count; i++)
        {
            yield return new Track
            {
                Id = new TrackId(string.Create(CultureInfo.InvariantCulture, $"sp{i:D20}")),
                Title = $"Song of the {random.Next(1000)} Nights {(i % 9 == 0 ? "(Remastered)" : "")}",
                Artist = $"Artist Number {random.Next((count / 10) + 1)}",
                Album = $"Album {random.Next(100_000)}",
                ReleaseDate = new ReleaseDate(1950 + random.Next(77), 1 + random.Next(12), 1 + random.Next(28)),
                Language = Languages[random.Next(Languages.Count)],
                Genres = ["pop"],
                Features = Sound(random),
                FeatureSource = FeatureSource.Measured,
                FeatureConfidence = .9,
                Popularity = random.Next(101),
                DurationMs = 120_000 + random.Next(200_000),
                Isrc = Isrc.Parse(string.Create(CultureInfo.InvariantCulture, $"QZ{i / 10_000_000:D3}{i % 10_000_000:D7}")),
            };
        }
    }

    public static FeatureQuery Query(int seed)
    {
        var random = new Random(seed);
        return new FeatureQuery
        {
            Target = Sound(random),
            MinPopularity = 47,
            MaxPopularity = 85,
            ReleasedFrom = 1990,
            Excluded = Enumerable.Range(0, 50).Select(_ => random.Next(1_000_000)).ToHashSet(),
        };
    }

    public static RetrievalRequest Request(AudioFeatures target) => new()
    {
        Mood = MoodCategory.Peaceful,
        Target = target,
        Languages = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "English", "Hindi", "Punjabi" },
        Artists = [.. Enumerable.Range(0, 16).Select(artist => new SelectedArtist($"Artist Number {artist}", "English"))],
        Today = new DateOnly(2026, 11, 26),
    };

    private static AudioFeatures Sound(Random random) => new(
        random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble(), 60 + (random.NextDouble() * 140));
}
