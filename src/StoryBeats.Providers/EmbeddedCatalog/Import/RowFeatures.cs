using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>What a row tells of a song's sound; null is what nobody measured.</summary>
internal readonly record struct RowFeatures(double Energy, double Valence, double? Danceability, double? Acousticness, double? Instrumentalness, double? Tempo)
{
    /// <summary>What is missing.</summary>
    public IEnumerable<SongField> Missing
    {
        get
        {
            if (Danceability is null)
                yield return SongField.Danceability;
            if (Acousticness is null)
                yield return SongField.Acousticness;
            if (Instrumentalness is null)
                yield return SongField.Instrumentalness;
            if (Tempo is null)
                yield return SongField.Tempo;
        }
    }

    /// <summary>How far to trust the sound, 0 to 1: each feature that is missing takes away its weight in the classic score, and .05 where it has none.</summary>
    public double Confidence => 1 - Missing.Sum(missing => missing switch
    {
        SongField.Danceability => .2,
        SongField.Instrumentalness => .05,
        _ => .1,
    });

    /// <summary>The sound, with an estimate of what is missing.</summary>
    public AudioFeatures Or(AudioFeatures estimate) => new AudioFeatures(
        Energy, Valence, Danceability ?? estimate.Danceability, Acousticness ?? estimate.Acousticness,
        Instrumentalness ?? estimate.Instrumentalness, Tempo ?? estimate.Tempo).Clamp();
}
