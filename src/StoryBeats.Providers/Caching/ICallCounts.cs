namespace StoryBeats.Providers.Caching;

/// <summary>So many calls in so much time.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Limit">Calls allowed.</param>
/// <param name="Length">From the first call on.</param>
public readonly record struct CallWindow(string Name, int Limit, TimeSpan Length);

/// <summary>Counts each client's calls: over all instances where there is a Redis, else of this one alone.</summary>
public interface ICallCounts
{
    /// <summary>Counts a call in one window after another. A window that is full ends it: those after it do not count the call.</summary>
    /// <param name="client">Whose call it is; it is kept as it is given, until the windows end.</param>
    /// <param name="windows">The windows, shortest first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Zero when the call is allowed, else the time until the full window ends.</returns>
    ValueTask<TimeSpan> CountAsync(string client, IReadOnlyList<CallWindow> windows, CancellationToken cancellationToken);
}
