using Microsoft.ML.OnnxRuntime;

namespace StoryBeats.Providers.LocalVision;

/// <summary>
/// A session that several threads use, and that waits for them when it is disposed: the runtime does not survive that its session is disposed
/// under it, which a visitor who hangs up could bring about.
/// </summary>
internal sealed class GuardedSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly ReaderWriterLockSlim _running = new();
    private bool _disposed;

    static GuardedSession() => RuntimeTelemetry.SwitchOff();

    /// <summary>Opens a session.</summary>
    /// <param name="open">Opens it; it is this one's from then on.</param>
    public GuardedSession(Func<InferenceSession> open) => _session = open();

    /// <summary>What it takes and gives.</summary>
    public InferenceSession Session => _session;

    /// <summary>Runs it.</summary>
    /// <param name="run">Runs the session with these options and takes what it wants of the results.</param>
    public T Run<T>(Func<InferenceSession, RunOptions, T> run)
    {
        _running.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return run(_session, _options);
        }
        finally
        {
            _running.ExitReadLock();
        }
    }

    /// <summary>Waits for what is being computed.</summary>
    public void Dispose()
    {
        _running.EnterWriteLock();
        try
        {
            if (_disposed)
                return;
            _disposed = true;
            _options.Dispose();
            _session.Dispose();
        }
        finally
        {
            _running.ExitWriteLock();
        }
    }
}
