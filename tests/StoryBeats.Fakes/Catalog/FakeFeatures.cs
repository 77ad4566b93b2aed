namespace StoryBeats.Fakes.Catalog;

/// <summary>Audio features in Spotify's terms.</summary>
public readonly record struct FakeFeatures(
    double Energy, double Valence, double Danceability, double Acousticness, double Instrumentalness, double Tempo);
