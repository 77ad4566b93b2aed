namespace StoryBeats.Fakes;

/// <summary>What Spotify lets an app do.</summary>
public enum SpotifyMode
{
    /// <summary>A new developer's key since 2026: no batches, no top tracks, no popularity, ten results a search.</summary>
    Development,

    /// <summary>Extended quota: as it was, without what was withdrawn from everybody in 2024.</summary>
    Extended,
}
