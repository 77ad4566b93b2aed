using Microsoft.Extensions.Time.Testing;

namespace StoryBeats.Providers.Tests;

internal static class EndingClock
{
    /// <summary>
    /// Ends a program on a clock that may stand still: resilience pipelines wait for what is under way, on their own clock.
    /// </summary>
    public static async Task EndAsync(this TimeProvider? clock, IAsyncDisposable program)
    {
        var ending = program.DisposeAsync().AsTask();
        while (clock is FakeTimeProvider fake && await Task.WhenAny(ending, Task.Delay(50)) != ending)
            fake.Advance(TimeSpan.FromSeconds(1));
        await ending;
    }
}
