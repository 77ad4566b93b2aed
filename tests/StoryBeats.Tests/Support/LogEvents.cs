using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace StoryBeats.Tests.Support;

/// <summary>A logger whose entries can be waited for.</summary>
internal sealed class LogEvents<T> : ILogger<T>
{
    private readonly Channel<LogLevel> _levels = Channel.CreateUnbounded<LogLevel>();

    /// <summary>Reads entries as they come until a condition holds; half a minute without it fails the test.</summary>
    public async Task UntilAsync(Func<LogLevel, bool> condition, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition(await _levels.Reader.ReadAsync(patience.Token)))
        {
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _levels.Writer.TryWrite(logLevel);

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
