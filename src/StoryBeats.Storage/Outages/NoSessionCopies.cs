using StoryBeats.Sessions;

namespace StoryBeats.Storage.Outages;

/// <summary>For programs without a cache: while the database is away they know no session.</summary>
internal sealed class NoSessionCopies : ISessionCopies
{
    public ValueTask<byte[]?> FindAsync(SessionId id, CancellationToken cancellationToken) => new((byte[]?)null);

    public ValueTask SaveAsync(SessionId id, byte[] copy, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask RemoveAsync(SessionId id, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
