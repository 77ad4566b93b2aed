using StoryBeats.Photos;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Support;

/// <summary>A model whose every word waits for the test.</summary>
internal sealed class PromptedReader(string name = "far") : IVibeReader
{
    private readonly TaskCompletionSource<VibeReading> _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<VibeReading>? _early;

    public string Name => name;

    public string Model => "model-1";

    /// <summary>Done once it was asked.</summary>
    public Task Asked => _asked.Task;

    public string Host => "models.example";

    public CancellationToken Late { get; private set; }

    public CancellationToken Unwanted { get; private set; }

    public Task<VibeReading> ReadAsync(PreparedPhoto photo, Action<VibeReading> early, CancellationToken late, CancellationToken cancellationToken)
    {
        (_early, Late, Unwanted) = (early, late, cancellationToken);
        _asked.TrySetResult();
        return _reading.Task;
    }

    public void SayEarly(VibeReading reading) => _early!(reading);

    public PromptedReader Say(VibeReading reading)
    {
        _reading.TrySetResult(reading);
        return this;
    }

    public PromptedReader Fail(Exception fault)
    {
        _reading.TrySetException(fault);
        return this;
    }
}
