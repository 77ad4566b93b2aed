namespace StoryBeats.Storage.Tests.Support;

/// <summary>An empty database of its own, gone when disposed.</summary>
internal abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>Makes it. The settings are known from then on.</summary>
    public virtual ValueTask CreateAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The settings with which a program uses it.</summary>
    public abstract IReadOnlyDictionary<string, string?> Settings { get; }

    public abstract ValueTask DisposeAsync();
}
