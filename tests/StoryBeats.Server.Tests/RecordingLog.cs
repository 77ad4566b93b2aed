using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace StoryBeats.Server.Tests;

/// <summary>Remembers all that is logged.</summary>
internal sealed class RecordingLog : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    /// <summary>Whether lines have their scopes; default true.</summary>
    public bool HasScopes { get; init; } = true;

    public ConcurrentQueue<string> Lines { get; } = new();

    public ConcurrentQueue<string> Faults { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Recorder(RecordingLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = new StringBuilder($"{logLevel} {category} {formatter(state, exception)} {exception}");
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
                line.AppendJoin(' ', values);
            if (log.HasScopes)
                log._scopes.ForEachScope((scope, text) => text.Append(' ').Append(scope), line);
            log.Lines.Enqueue(line.ToString());
            if (logLevel >= LogLevel.Error)
                log.Faults.Enqueue(line.ToString());
        }
    }
}
