using StoryBeats.Previews;
using StoryBeats.Providers.Previews;

namespace StoryBeats.Providers.ITunes;

/// <summary>From Apple's shapes to ours.</summary>
internal static class ITunesMapping
{
    /// <summary>The song as Apple names it, or null when it lacks a name.</summary>
    public static FoundSong? ToSong(this ITunesSong song) =>
        song is { TrackName.Length: > 0, ArtistName.Length: > 0 }
            ? new FoundSong(song.ArtistName, song.TrackName, song.CollectionName, song.TrackTimeMillis is > 0 and < 86_400_000 and var length ? (int)length : null)
            : null;

    /// <summary>What there is to hear and see, or null when there is neither.</summary>
    public static Preview? ToPreview(this ITunesSong song, Func<string?, Uri?> address)
    {
        var audio = address(song.PreviewUrl);
        // The same picture is kept in any size that one asks for.
        var cover = address(song.ArtworkUrl100?.Replace("100x100bb", "600x600bb", StringComparison.Ordinal));
        return audio is null && cover is null ? null : new Preview(audio, cover, ITunesPreviews.SourceName);
    }
}
