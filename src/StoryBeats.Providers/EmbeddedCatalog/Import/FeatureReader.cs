namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>The features of a row, of which energy and valence must be there.</summary>
internal sealed class FeatureReader(TableConventions conventions)
{
    // What a tempo tracker gives where it finds none.
    private const double NoTempo = 0;

    private string?[] _cells = [];

    /// <summary>The field at fault, after <see cref="TryRead"/> said no.</summary>
    public (SongField Field, RefusalReason Reason) Fault { get; private set; }

    /// <summary>Reads the features.</summary>
    /// <returns>Whether all that is there is right.</returns>
    public bool TryRead(string?[] cells, out RowFeatures features)
    {
        _cells = cells;
        features = default;
        if (!TryShare(SongField.Energy, out var energy) || !TryShare(SongField.Valence, out var valence) || !TryShare(SongField.Danceability, out var danceability)
            || !TryShare(SongField.Acousticness, out var acousticness) || !TryShare(SongField.Instrumentalness, out var instrumentalness) || !TryTempo(out var tempo))
        {
            return false;
        }

        if (energy is null || valence is null)
            return Refuse(energy is null ? SongField.Energy : SongField.Valence, RefusalReason.FeatureMissing);

        features = new RowFeatures(energy.Value, valence.Value, danceability, acousticness, instrumentalness, tempo);
        return true;
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
