using System.Globalization;
using StoryBeats.Catalog;
using StoryBeats.Estimation;

namespace StoryBeats.Providers.EmbeddedCatalog;

/// <summary>Compares the catalogue's estimates with features that somebody measured.</summary>
public static class CatalogueCheck
{
    internal static readonly string[] TitleColumns = ["track", "track_name", "title", "name"];
    internal static readonly string[] ArtistColumns = ["artist", "artist_name", "artists", "artist(s)_name"];

    /// <summary>The features compared.</summary>
    public static IReadOnlyList<string> Features => FeatureScale.Names;

    /// <summary>Compares with a CSV file that has a title, an artist and some of the features, under any usual name.</summary>
    /// <exception cref="InvalidDataException">The file lacks a title or an artist column.</exception>
    public static CatalogueComparison Compare(IReadOnlyList<Track> catalogue, string measuredPath)
    {
        var ours = new Dictionary<TrackKey, Track>();
        foreach (var track in catalogue)
            ours.TryAdd(track.Key, track);

        using var reader = TrackTables.Open(measuredPath);
        var columns = reader.Header.ColNames.ToList();
        var title = Column(columns, TitleColumns) ?? throw new InvalidDataException($"{measuredPath} has no title column ({string.Join(", ", TitleColumns)}).");
        var artist = Column(columns, ArtistColumns) ?? throw new InvalidDataException($"{measuredPath} has no artist column ({string.Join(", ", ArtistColumns)}).");
        var featureColumns = Features.Select(feature => Column(columns, [feature])).ToArray();

        var pairs = Features.Select(_ => new List<(double Estimated, double Measured)>()).ToArray();
        var matched = new HashSet<TrackKey>();
        foreach (var row in reader)
        {
            var name = row[title].ToString();
            var found = row[artist].ToString().Split('|', ';')
                .Select(one => TrackKey.From(one.Trim(), name))
                .FirstOrDefault(ours.ContainsKey);
            if (found.Value is null || !matched.Add(found) || ours[found].Features is not { } estimated)
                continue;

            for (var i = 0; i < Features.Count; i++)
            {
                if (featureColumns[i] is { } column
                    && double.TryParse(row[column].Span, NumberStyles.Float, CultureInfo.InvariantCulture, out var measured)
                    && double.IsFinite(measured))
                {
                    pairs[i].Add((FeatureScale.Value(estimated, i), measured));
                }
            }
        }

        return new CatalogueComparison(matched.Count, [.. Features.Select((feature, i) => FeatureAgreement.Of(feature, pairs[i]))]);
    }

    internal static int? Column(List<string> columns, string[] names) =>
        names.Select(name => columns.FindIndex(column => column.Trim().Equals(name, StringComparison.OrdinalIgnoreCase)))
            .Where(index => index >= 0).Cast<int?>().FirstOrDefault();
}

/// <summary>How far estimates agree with measurements.</summary>
/// <param name="Matched">Songs found in both.</param>
/// <param name="Features">Agreement of each feature.</param>
public sealed record CatalogueComparison(int Matched, IReadOnlyList<FeatureAgreement> Features);

/// <summary>Agreement of one feature.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Songs">Songs with a measured value.</param>
/// <param name="R">Pearson correlation, or null with fewer than three songs or no spread.</param>
/// <param name="Mae">Mean absolute error in the feature's own unit, or null without songs.</param>
public sealed record FeatureAgreement(string Feature, int Songs, double? R, double? Mae)
{
    internal static FeatureAgreement Of(string feature, IReadOnlyList<(double Estimated, double Measured)> pairs)
    {
        var r = Correlation.Pearson([.. pairs.Select(pair => pair.Estimated)], [.. pairs.Select(pair => pair.Measured)]);
        return new FeatureAgreement(feature, pairs.Count, r, pairs.Count > 0 ? pairs.Average(pair => Math.Abs(pair.Estimated - pair.Measured)) : null);
    }
}
