using Microsoft.Extensions.Hosting;

namespace StoryBeats.Providers.Caching;

/// <summary>Asks Redis for something once a second, so that it is known to be away, or back, before a visitor needs it.</summary>
internal sealed class RedisPulse(RedisWatch redis, TimeProvider time) : BackgroundService
{
    /// <summary>How often it asks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await redis.GetAsync("storybeats:pulse", stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The watch has said so.
            }
        }
    }
}
