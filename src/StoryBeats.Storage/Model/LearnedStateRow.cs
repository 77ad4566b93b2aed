namespace StoryBeats.Storage.Model;

/// <summary>What was learned, so that a start need not read all feedback first.</summary>
internal sealed class LearnedStateRow
{
    public required string Name { get; set; }

    public required byte[] Value { get; set; }

    public DateTimeOffset At { get; set; }
}
