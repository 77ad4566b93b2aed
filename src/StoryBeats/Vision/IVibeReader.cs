using StoryBeats.Photos;

namespace StoryBeats.Vision;

/// <summary>
/// A model elsewhere that looks at photos. Unlike an <see cref="IVibeAnalyzer"/> it may fail, take long, and leave things unsaid; the
/// <see cref="VibeAnalyzerChain"/> makes an analysis of what it says.
/// </summary>
public interface IVibeReader
{
    /// <summary>How answers and settings name it, such as "anthropic".</summary>
    string Name { get; }

    /// <summary>The model's name, such as "claude-haiku-5-5".</summary>
    string Model { get; }

    /// <summary>Where the photo is sent: a host's name, such as "api.anthropic.com".</summary>
    string Host { get; }

    /// <summary>Reads one photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="early">Told at most once, while the rest is still awaited: as soon as mood and culture are known.</param>
    /// <param name="late">Cancelled when it has taken too long: that speaks against the reader.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more: that says nothing of the reader.</param>
    /// <exception cref="VibeReaderException">It did not read the photo; says how and why.</exception>
    /// <exception cref="PhotoRejectedException">The photo turns out to be damaged when its pixels are decoded.</exception>
    Task<VibeReading> ReadAsync(PreparedPhoto photo, Action<VibeReading> early, CancellationToken late, CancellationToken cancellationToken);
}

/// <summary>A photo was not read by a model.</summary>
/// <param name="status">How it ended; never <see cref="ReaderStatus.Read"/>.</param>
/// <param name="message">Why, as the end of a sentence that begins with the reader's name: "is overloaded (529)". Nothing secret, nothing of the photo.</param>
/// <param name="inner">What was thrown, or null.</param>
public sealed class VibeReaderException(ReaderStatus status, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How it ended.</summary>
    public ReaderStatus Status { get; } = status;
}

/// <summary>How one reader did with one photo.</summary>
/// <param name="Reader">Its name; "local" for this machine.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Model">The model's name, or null for this machine's own.</param>
/// <param name="Message">Why it did not read, as a whole sentence, or null.</param>
public sealed record ReaderReport(string Reader, ReaderStatus Status, string? Model = null, string? Message = null);

/// <summary>How a reading ended.</summary>
public enum ReaderStatus
{
    /// <summary>It read the photo.</summary>
    Read,

    /// <summary>An error: the service answered with one, could not be reached, or broke off.</summary>
    Failed,

    /// <summary>It would not read this photo.</summary>
    Refused,

    /// <summary>It took longer than it may.</summary>
    TimedOut,

    /// <summary>What it said could not be used.</summary>
    Unusable,

    /// <summary>It was not asked: it failed too often just before.</summary>
    Skipped,
}
