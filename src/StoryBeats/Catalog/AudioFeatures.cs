namespace StoryBeats.Catalog;

/// <summary>What a track sounds like, in the terms of Spotify's audio features.</summary>
/// <param name="Energy">Intensity and activity, 0 (calm) to 1 (loud, fast, dense).</param>
/// <param name="Valence">How positive it sounds, 0 (sad, tense) to 1 (cheerful).</param>
/// <param name="Danceability">How well it suits dancing, 0 to 1.</param>
/// <param name="Acousticness">Likelihood of being acoustic, 0 to 1.</param>
/// <param name="Instrumentalness">Likelihood of having no vocals, 0 to 1.</param>
/// <param name="Tempo">Beats per minute.</param>
public readonly record struct AudioFeatures(
    double Energy, double Valence, double Danceability, double Acousticness, double Instrumentalness, double Tempo)
{
    /// <summary>The features with every value brought into its range: 0 to 1, and 40 to 220 BPM.</summary>
    public AudioFeatures Clamp() => new(
        Math.Clamp(Energy, 0, 1),
        Math.Clamp(Valence, 0, 1),
        Math.Clamp(Danceability, 0, 1),
        Math.Clamp(Acousticness, 0, 1),
        Math.Clamp(Instrumentalness, 0, 1),
        Math.Clamp(Tempo, 40, 220));
}
