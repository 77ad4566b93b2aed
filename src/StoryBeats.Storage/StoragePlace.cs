namespace StoryBeats.Storage;

/// <summary>Where the database is.</summary>
/// <param name="name">Its name in logs.</param>
/// <param name="fault">The sentence when it cannot be used, and what to do.</param>
internal abstract class StoragePlace(string name, string fault)
{
    /// <summary>Its name in logs.</summary>
    public string Name { get; } = name;

    /// <summary>The sentence when it cannot be used, and what to do.</summary>
    public string Fault { get; } = fault;

    /// <summary>Waits until no other process starts on this place. The turn of a process that was killed ends with it.</summary>
    public abstract Task<IAsyncDisposable> TakeTurnAsync(CancellationToken cancellationToken);
}
