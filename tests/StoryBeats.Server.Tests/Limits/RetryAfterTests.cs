using System.Globalization;

namespace StoryBeats.Server.Tests.Limits;

public sealed class RetryAfterTests
{
    [Fact]
    public async Task Who_is_refused_is_told_what_is_left_of_the_window_and_not_all_of_it()
    {
        var clock = new MovableClock();
        await using var server = await RunningServer.StartAsync(clock, "--RateLimits:Enabled=true", "--RateLimits:AnalyzePerMinute=1", "--StoryBeats:WarmUp=false");
        (await server.AnalyzeAsync([])).ShouldBeError(400);
        clock.Move(TimeSpan.FromSeconds(45));

        var refused = await server.AnalyzeAsync([]);
        clock.Move(TimeSpan.FromSeconds(int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture)));
        var allowed = await server.AnalyzeAsync([]);

        refused.ShouldBeError(429);
        int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBeInRange(1, 15);
        allowed.ShouldBeError(400);
    }
}
