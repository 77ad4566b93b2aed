using System.Globalization;
using System.Text.Json;
using nietras.SeparatedValues;

namespace StoryBeats.Fakes.Catalog;

/// <summary>One song of the starter catalogue.</summary>
internal sealed record StarterSong(
    string Title, string Artist, string Album, string ReleaseDate, string Language, string[] Moods, FakeFeatures Features, int DurationMs, int Popularity);

/// <summary>A curated artist with the moods that name it.</summary>
internal sealed record CuratedName(string Name, string Language, IReadOnlyList<string> Moods);

/// <summary>The repository's data files, as the program carries them.</summary>
internal static class RepositoryData
{
    public static IReadOnlyList<CuratedName> CuratedArtists()
    {
        using var stream = Open("curated-artists.json");
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateObject()
            .SelectMany(mood => mood.Value.EnumerateObject()
                .SelectMany(side => side.Value.EnumerateArray()
                    .Select(name => (Name: name.GetString()!, Language: side.Name == "english" ? "English" : "Hindi", Mood: mood.Name))))
            .GroupBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(group => new CuratedName(group.Key, group.First().Language, [.. group.Select(entry => entry.Mood)]))];
    }

    public static IReadOnlyList<StarterSong> StarterSongs()
    {
        using var stream = Open("starter-catalogue.csv");
        using var reader = Sep.New(',').Reader(options => options with { Unescape = true, CultureInfo = CultureInfo.InvariantCulture }).From(stream);
        var songs = new List<StarterSong>();
        foreach (var row in reader)
        {
            songs.Add(new StarterSong(
                row["title"].ToString(), row["artist"].ToString(), row["album"].ToString(), row["release_date"].ToString(), row["language"].ToString(),
                row["moods"].ToString().Split(';'),
                new FakeFeatures(
                    row["energy"].Parse<double>(), row["valence"].Parse<double>(), row["danceability"].Parse<double>(), row["acousticness"].Parse<double>(),
                    row["instrumentalness"].Parse<double>(), row["tempo"].Parse<double>()),
                row["duration_s"].Parse<int>() * 1000, row["popularity"].Parse<int>()));
        }

        return songs;
    }

    private static Stream Open(string name) => typeof(RepositoryData).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"{name} is not in the program.");
}
