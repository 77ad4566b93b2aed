namespace StoryBeats.Server.Tests;

/// <summary>This machine's clock, moved on at will.</summary>
internal sealed class MovableClock : TimeProvider
{
    private TimeSpan _moved;

    public void Move(TimeSpan by) => _moved += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _moved;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(_moved.TotalSeconds * TimestampFrequency);
}
