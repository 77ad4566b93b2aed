namespace StoryBeats.Providers.Spotify;

/// <summary>The window that all instances share, and Spotify's word to wait.</summary>
internal interface ISharedWindow
{
    /// <summary>Takes a place; those that nobody waits for leave room for the others.</summary>
    /// <returns>Zero when it was taken or nothing is shared, else how long to wait before the next try.</returns>
    ValueTask<TimeSpan> TryTakeAsync(bool live, CancellationToken cancellationToken);

    /// <summary>How long Spotify told any instance to wait; zero or less when it may be asked.</summary>
    ValueTask<TimeSpan> HeldForAsync(CancellationToken cancellationToken);

    /// <summary>Tells the others that Spotify said to wait.</summary>
    ValueTask HoldAsync(TimeSpan duration, CancellationToken cancellationToken);
}

/// <summary>There is one instance.</summary>
internal sealed class NoSharedWindow : ISharedWindow
{
    public ValueTask<TimeSpan> TryTakeAsync(bool live, CancellationToken cancellationToken) => ValueTask.FromResult(TimeSpan.Zero);

    public ValueTask<TimeSpan> HeldForAsync(CancellationToken cancellationToken) => ValueTask.FromResult(TimeSpan.Zero);

    public ValueTask HoldAsync(TimeSpan duration, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
