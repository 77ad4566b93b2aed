using StoryBeats.Catalog;

namespace StoryBeats.Retrieval;

/// <summary>Keeps what a live catalogue gave for an artist, so that a restart need not ask again.</summary>
public interface IArtistPoolStore
{
    /// <summary>The pool, however old, or null.</summary>
    ValueTask<ArtistPool?> FindAsync(ArtistPoolKey key, CancellationToken cancellationToken);

    /// <summary>Keeps a pool in place of an older one.</summary>
    ValueTask SaveAsync(ArtistPool pool, CancellationToken cancellationToken);

    /// <summary>When each pool of a source was filled, oldest first.</summary>
    ValueTask<IReadOnlyList<KeyValuePair<ArtistPoolKey, DateTimeOffset>>> AgesAsync(string source, CancellationToken cancellationToken);
}

/// <summary>Whose songs, from where.</summary>
/// <param name="Source">The source's name, such as "spotify".</param>
/// <param name="ArtistKey">The artist's name, folded.</param>
/// <param name="Market">The market, as an ISO 3166-1 code.</param>
public sealed record ArtistPoolKey(string Source, string ArtistKey, string Market);

/// <summary>An artist's songs.</summary>
/// <param name="Key">Whose.</param>
/// <param name="Tracks">The songs; none when the source knows none.</param>
/// <param name="FilledAt">When the source was asked.</param>
public sealed record ArtistPool(ArtistPoolKey Key, IReadOnlyList<Track> Tracks, DateTimeOffset FilledAt);
