using StoryBeats.Catalog;

namespace StoryBeats.Previews;

/// <summary>A catalogue that gives half a minute of a song to hear, and its cover to see.</summary>
public interface IPreviewSource
{
    /// <summary>The name shown in answers, logs and metrics, such as "deezer".</summary>
    string Name { get; }

    /// <summary>Looks for a recording: by ISRC where the catalogue can, else by artist and title, both the same but for version marks.</summary>
    /// <returns>What was found, or null when the catalogue does not have it.</returns>
    /// <exception cref="HttpRequestException">The catalogue failed, refused, or answered nonsense: ask another.</exception>
    ValueTask<Preview?> FindAsync(Track track, CancellationToken cancellationToken);
}

/// <summary>What there is to hear and see of a song.</summary>
/// <param name="Audio">Some thirty seconds of it, or null when there is only a cover.</param>
/// <param name="Cover">The album's cover, or null.</param>
/// <param name="Source">Who gives it.</param>
/// <param name="Until">When <paramref name="Audio"/> ceases to work, where its address says so.</param>
public sealed record Preview(Uri? Audio, Uri? Cover, string Source, DateTimeOffset? Until = null);
