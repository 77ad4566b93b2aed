using Microsoft.Extensions.Logging;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Caching;

/// <summary>
/// The cache's log for those who look for something: it tells of every call, and of a Redis that is away again and again
/// (<see cref="RedisWatch"/> says that once). Only what is critical to it is an error.
/// </summary>
internal sealed class CacheLogger(ILogger inner) : ILogger<FusionCache>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(Level(logLevel));

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        inner.Log(Level(logLevel), eventId, state, exception, formatter);

    private static LogLevel Level(LogLevel level) => level switch
    {
        LogLevel.Critical => LogLevel.Error,
        > LogLevel.Debug and not LogLevel.None => LogLevel.Debug,
        _ => level,
    };
}
