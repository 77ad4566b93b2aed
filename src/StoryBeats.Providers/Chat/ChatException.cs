using StoryBeats.Vision;

namespace StoryBeats.Providers.Chat;

/// <summary>A model gave nothing of use.</summary>
/// <param name="status">How it ended.</param>
/// <param name="message">Why, as the end of a sentence that begins with the service's name. Nothing secret, nothing of the photo.</param>
/// <param name="outcome">How metrics name it.</param>
internal sealed class ChatException(ReaderStatus status, string message, string outcome) : Exception(message)
{
    /// <summary>How it ended.</summary>
    public ReaderStatus Status { get; } = status;

    /// <summary>How metrics name it.</summary>
    public string Outcome { get; } = outcome;

    /// <summary>The status that the service answered with, where it did.</summary>
    public ChatStatusException? Answered { get; init; }

    /// <summary>The same to whoever knows models only as readers.</summary>
    public VibeReaderException ToReaderException() => new(Status, Message);
}
