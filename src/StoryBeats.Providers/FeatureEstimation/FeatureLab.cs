using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Providers.EmbeddedCatalog;

namespace StoryBeats.Providers.FeatureEstimation;

/// <summary>Trains the estimate of audio features and measures it. Reads the files that it is given, and nothing that Spotify sends.</summary>
public sealed class FeatureLab
{
    private const int Folds = 5;
    private const string HowMoodsAreChosen =
        "Every estimate is made for a mood, as in the product: a song's mood label where its table has one, else each mood that its artist is curated for, "
        + "else each of the nine. Of several moods the errors are averaged; \"averaged\" baselines take the mean of the estimates instead.";

    private readonly Classroom _classroom;
    private readonly HandMadeEstimate _handMade;
    private readonly IReadOnlyList<MeasuredTable> _tables;
    private readonly IReadOnlyList<TeachingSong> _measured;
    private readonly IReadOnlyList<TeachingSong> _ours;

    /// <summary>Reads the tables and the catalogue.</summary>
    /// <param name="tracks">CSV files of tracks with measured features, under any usual names of the columns.</param>
    /// <param name="catalogue">The catalogue whose estimates teach too.</param>
    /// <exception cref="InvalidDataException">A file is no such table.</exception>
    public FeatureLab(IEnumerable<string> tracks, string catalogue)
    {
        var groups = ArtistGroups.Load(Path.Combine(DataFiles.BuiltIn, "artist-groups.json"));
        _classroom = new Classroom(CuratedArtists.Load(Path.Combine(DataFiles.BuiltIn, CuratedArtistsFile.FileName)), groups);
        _handMade = new HandMadeEstimate(groups);
        _tables = [.. tracks.Select(MeasuredTable.Load)];
        _measured = [.. _tables.Where(table => table.IsPlausible).SelectMany(table => table.Songs).Select(_classroom.Measured)];
        _ours = [.. StarterCatalogue.Load(catalogue).Select(_classroom.Estimated)];
    }

    /// <summary>The tables, and whether they can teach.</summary>
    public IReadOnlyList<FeatureTable> Tables => [.. _tables.Select(table => new FeatureTable(
        Path.GetFileName(table.Path), table.Songs.Count, table.Refused, table.EnergyWithAcousticness is { } r ? Math.Round(r, 3) : null, table.IsPlausible))];

    /// <summary>How many songs teach: measured ones, and our own.</summary>
    public (int Measured, int Ours) Teaching => (_measured.Count, _ours.Count);

    /// <summary>Trains on everything.</summary>
    /// <exception cref="InvalidDataException">No table can teach.</exception>
    public FeatureModel Train() => _measured.Count > 0
        ? FeatureTrainer.Train([.. _measured, .. _ours])
        : throw new InvalidDataException("No table holds features that hang together as Spotify's do, so there is nothing to learn from.");

    /// <summary>Trains on four fifths and measures on the rest, in folds by artist and by song.</summary>
    /// <param name="model">A model to measure too, on the artists that it does not know; or null.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public FeatureEvaluation Evaluate(FeatureModel? model, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var done = 0;
        var unseen = Measure(song => song.ArtistKey, _ => true);
        var artists = _measured.CountBy(song => song.Track.ArtistKey, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var seen = Measure(song => song.Key.Value, song => artists.GetValueOrDefault(song.ArtistKey) > 1);
        return new FeatureEvaluation(
            _tables.Sum(table => table.Songs.Count),
            _tables.SelectMany(table => table.Songs).DistinctBy(song => song.Track.ArtistKey, StringComparer.Ordinal).Count(),
            Tables, HowMoodsAreChosen, unseen, seen, model is null ? null : Known(model));

        IReadOnlyList<FeatureGroup> Measure(Func<Track, string> keyOf, Predicate<Track> counts)
        {
            var tallies = new FeatureTallies(_classroom, _handMade);
            var folds = FoldsOf(keyOf);
            for (var fold = 0; fold < Folds; fold++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var trained = FeatureTrainer.Train([.. _measured.Concat(_ours).Where(song => folds[keyOf(song.Track)] != fold)]);
                Tally(trained, tallies, track => folds[keyOf(track)] == fold && counts(track));
                progress?.Report((double)++done / (2 * Folds));
            }

            return tallies.Figures();
        }
    }

    private IReadOnlyList<FeatureGroup> Known(FeatureModel model)
    {
        var tallies = new FeatureTallies(_classroom, _handMade);
        Tally(model, tallies, track => !model.Knows(track.ArtistKey));
        return tallies.Figures();
    }

    private void Tally(FeatureModel model, FeatureTallies tallies, Predicate<Track> counts)
    {
        foreach (var table in _tables)
        {
            foreach (var song in table.Songs.Where(song => counts(song.Track)))
                tallies.Add(song, model, table.IsPlausible);
        }
    }

    // By turns in the order of the files: no chance, and of every file a fifth.
    private Dictionary<string, int> FoldsOf(Func<Track, string> keyOf)
    {
        var folds = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var key in _tables.SelectMany(table => table.Songs).Select(song => song.Track).Concat(_ours.Select(song => song.Track)).Select(keyOf))
            folds.TryAdd(key, folds.Count % Folds);
        return folds;
    }
}
