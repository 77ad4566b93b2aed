namespace StoryBeats.Sessions;

/// <summary>
/// Copies of sessions beside storage, so that visitors go on while it is away: for an hour at most, shared by all instances where a cache is.
/// </summary>
public interface ISessionCopies
{
    /// <summary>The latest copy, or null when there is none.</summary>
    ValueTask<byte[]?> FindAsync(SessionId id, CancellationToken cancellationToken);

    /// <summary>Keeps a copy in place of an earlier one.</summary>
    ValueTask SaveAsync(SessionId id, byte[] copy, CancellationToken cancellationToken);

    /// <summary>Forgets a copy.</summary>
    ValueTask RemoveAsync(SessionId id, CancellationToken cancellationToken);
}
