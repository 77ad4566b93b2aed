using Microsoft.Extensions.Logging;

namespace StoryBeats.Providers.Spotify;

/// <summary>Says that Spotify fails, and that it answers again: once when all is lost, and at most once a minute when some calls fail.</summary>
internal sealed partial class SpotifyHealth(TimeProvider time, ILogger<SpotifyHealth> logger)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _saidAt = DateTimeOffset.MinValue;
    private DateTimeOffset _saidFullAt = DateTimeOffset.MinValue;
    private SpotifyFailure? _said;
    private int _failures;
    private bool _isFailing;

    /// <summary>A call gave what it should.</summary>
    public void Answered()
    {
        int failures;
        lock (_lock)
        {
            _isFailing = false;
            if (_said is null || time.GetUtcNow() - _saidAt < Quiet)
                return;
            failures = _failures;
            _said = null;
            _failures = 0;
        }

        LogAnswers(failures);
    }

    /// <summary>A call failed.</summary>
    public void Failed(SpotifyException fault)
    {
        if (fault.Failure is SpotifyFailure.BudgetSpent)
            return;
        if (fault.Failure is SpotifyFailure.WindowFull)
        {
            Full();
            return;
        }

        lock (_lock)
        {
            _failures++;
            var isNew = !_isFailing || _said != fault.Failure;
            _isFailing = true;
            var now = time.GetUtcNow();
            if (!isNew || now - _saidAt < Quiet)
                return;
            _said = fault.Failure;
            _saidAt = now;
        }

        LogFails(fault.Failure, fault.Message);
    }

    // Not Spotify's fault: it may be asked too rarely for as many visitors.
    private void Full()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _saidFullAt < Quiet)
                return;
            _saidFullAt = now;
        }

        LogFull();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Too many calls to Spotify: visitors' calls were held back here; see Spotify:CallsPer30Seconds")]
    private partial void LogFull();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Spotify fails ({Failure}): {Why}")]
    private partial void LogFails(SpotifyFailure failure, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Spotify answers; {Failures} calls failed before")]
    private partial void LogAnswers(int failures);
}
