namespace StoryBeats.Storage.Model;

/// <summary>A number that every process sees go up.</summary>
internal sealed class CounterRow
{
    /// <summary>Goes up with every change of feedback.</summary>
    public const string Feedback = "feedback";

    public required string Name { get; set; }

    public long Value { get; set; }
}
