using StoryBeats.Catalog;
using StoryBeats.Vision;

namespace StoryBeats.Storage.Model;

/// <summary>A song that a session has shown, and what it was shown for.</summary>
internal sealed class ShownSongRow
{
    public required string SessionId { get; set; }

    /// <summary>Place in the session, from 0; below 0 for a song that only passed by while the visitor tuned, which counts as not shown.</summary>
    public int Position { get; set; }

    public required string SongId { get; set; }

    public required string Title { get; set; }

    public required string Artist { get; set; }

    public required string ArtistKey { get; set; }

    public required string Language { get; set; }

    public AudioFeatures Features { get; set; }

    public MoodCategory Mood { get; set; }

    public AudioFeatures Target { get; set; }

    public DateTimeOffset At { get; set; }
}
