using StoryBeats.Catalog;
using StoryBeats.Vision;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>
/// The features of a row. Energy and valence must be there; what else nobody measured is taken from the mood whose typical energy and valence lie
/// nearest, and lowers the confidence by its weight in the classic score.
/// </summary>
internal sealed class FeatureReader(TableConventions conventions)
{
    // What a tempo tracker gives where it finds none.
    private const double NoTempo = 0;

    private string?[] _cells = [];
    private ImportCounts _counts = new();

    /// <summary>The field at fault, after <see cref="TryRead"/> said no.</summary>
    public (SongField Field, RefusalReason Reason) Fault { get; private set; }

    /// <summary>Reads the features and how far to trust them, 0 to 1.</summary>
    /// <returns>Whether all that is there is right.</returns>
    public bool TryRead(string?[] cells, ImportCounts counts, out AudioFeatures features, out double confidence)
    {
        (_cells, _counts) = (cells, counts);
        features = default;
        confidence = 1;
        if (!TryShare(SongField.Energy, out var energy) || !TryShare(SongField.Valence, out var valence) || !TryShare(SongField.Danceability, out var danceability)
            || !TryShare(SongField.Acousticness, out var acousticness) || !TryShare(SongField.Instrumentalness, out var instrumentalness) || !TryTempo(out var tempo))
        {
            return false;
        }

        if (energy is null || valence is null)
            return Refuse(energy is null ? SongField.Energy : SongField.Valence, RefusalReason.FeatureMissing);

        var typical = danceability is null || acousticness is null || tempo is null ? Typical(energy.Value, valence.Value) : default;
        features = new AudioFeatures(
            energy.Value, valence.Value,
            Or(danceability, SongField.Danceability, typical.Danceability, .2, ref confidence),
            Or(acousticness, SongField.Acousticness, typical.Acousticness, .1, ref confidence),
            Or(instrumentalness, SongField.Instrumentalness, typical.Instrumentalness, 0, ref confidence),
            Or(tempo, SongField.Tempo, typical.Tempo, .1, ref confidence)).Clamp();
        return true;
    }

    private static AudioFeatures Typical(double energy, double valence) => MoodProfile.All
        .MinBy(mood => ((mood.Typical.Energy - energy) * (mood.Typical.Energy - energy)) + ((mood.Typical.Valence - valence) * (mood.Typical.Valence - valence)))!.Typical;

    private double Or(double? measured, SongField field, double typical, double weight, ref double confidence)
    {
        if (measured is { } known)
            return known;

        _counts.Count(ImportCounts.Typical, ColumnNames.Of(field));
        confidence -= weight;
        return typical;
    }

    private bool TryShare(SongField field, out double? value)
    {
        var most = conventions.Percent.Contains(field) ? 100 : 1;
        if (!TryNumber(field, most, out value))
            return false;
        value /= most;
        return true;
    }

    private bool TryTempo(out double? value)
    {
        if (!TryNumber(SongField.Tempo, byte.MaxValue, out value))
            return false;
        value = value is NoTempo ? null : value;
        return true;
    }

    private bool TryNumber(SongField field, double most, out double? value)
    {
        value = null;
        if (_cells[(int)field] is not { } text)
            return true;

        value = CellNumber.Parse(text);
        return value is null ? Refuse(field, RefusalReason.NotANumber)
            : value < 0 || value > most ? Refuse(field, RefusalReason.OutOfRange)
            : true;
    }

    private bool Refuse(SongField field, RefusalReason reason)
    {
        Fault = (field, reason);
        return false;
    }
}
