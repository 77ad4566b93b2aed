using StoryBeats.Estimation;

namespace StoryBeats.Providers.FeatureEstimation;

/// <summary>
/// Learns what every clue adds: a mixed model whose kinds of clues each have a variance of their own, found from the same songs (empirical
/// Bayes), so that a clue seen once moves an estimate little and one seen forty times much. No chance in it.
/// </summary>
internal static class FeatureTrainer
{
    // What is kept of one song alone would be that song: a row of somebody's table could be read out of the model.
    private const int LeastSeen = 2;

    // One artist of so many is left out to see how large the errors are.
    private const int LeftOut = 5;

    /// <summary>Learns from songs.</summary>
    public static FeatureModel Train(IReadOnlyList<TeachingSong> songs)
    {
        var artists = songs.Select(song => song.Track.ArtistKey).Distinct(StringComparer.Ordinal).Index().ToDictionary(artist => artist.Item, artist => artist.Index, StringComparer.Ordinal);
        var isLeftOut = songs.ToLookup(song => artists[song.Track.ArtistKey] % LeftOut == 0);
        var first = Train([.. isLeftOut[false]], ErrorLine.AsTheyAre, FeatureSlopes.None);
        return Train(songs, FeatureErrors.Of(first, [.. isLeftOut[true]]), FeatureCompletion.Of(first, [.. isLeftOut[true]]));
    }

    private static FeatureModel Train(IReadOnlyList<TeachingSong> songs, ErrorLine errors, FeatureSlopes slopes)
    {
        var columns = Columns(songs);
        var kinds = columns.Select(column => column.Kind).Distinct(StringComparer.Ordinal).ToArray();
        var places = columns.Select(column => Array.IndexOf(kinds, column.Kind)).ToArray();
        var fits = Enumerable.Range(0, FeatureScale.Names.Count).Select(feature => FeatureFit.Of(songs, feature, columns, places, kinds.Length)).ToArray();
        return new FeatureModel(
            [.. fits.Select(fit => fit.Mean)],
            [.. fits.Select(fit => fit.Residual)],
            kinds.Index().Where(kind => kind.Item != Classroom.Ours).ToDictionary(
                kind => kind.Item,
                kind => new FeatureKind([.. fits.Select(fit => fit.Variances[kind.Index])], Known(kind.Index)),
                StringComparer.Ordinal),
            errors,
            slopes);

        Dictionary<string, FeatureEffect> Known(int kind) => columns.Index().Where(column => places[column.Index] == kind && column.Item.Entries.Count >= LeastSeen).ToDictionary(
            column => column.Item.Name,
            column => new FeatureEffect(column.Item.Seen(songs), [.. fits.Select(fit => fit.Effects[column.Index])]),
            StringComparer.Ordinal);
    }

    private static List<ClueColumn> Columns(IReadOnlyList<TeachingSong> songs)
    {
        var columns = new Dictionary<(string, string), ClueColumn>();
        for (var song = 0; song < songs.Count; song++)
        {
            foreach (var clue in songs[song].Clues)
            {
                if (!columns.TryGetValue((clue.Kind, clue.Name), out var column))
                    columns[(clue.Kind, clue.Name)] = column = new ClueColumn(clue.Kind, clue.Name, []);
                column.Entries.Add((song, clue.Weight));
            }
        }

        return [.. columns.Values];
    }
}

/// <summary>The songs that have a clue.</summary>
internal sealed record ClueColumn(string Kind, string Name, List<(int Song, double Weight)> Entries)
{
    /// <summary>In how many songs, each by its weight.</summary>
    public double Seen(IReadOnlyList<TeachingSong> songs) => Entries.Sum(entry => songs[entry.Song].Weight * entry.Weight * entry.Weight);
}
