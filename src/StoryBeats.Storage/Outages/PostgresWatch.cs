using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using StoryBeats.Outages;

namespace StoryBeats.Storage.Outages;

/// <summary>
/// Notices that PostgreSQL does not answer. From then on nobody waits for it: everything that needs it fails at once, until it answers again,
/// which is looked for twice a second.
/// </summary>
internal sealed partial class PostgresWatch : IDbConnectionInterceptor, IDbCommandInterceptor, IDbTransactionInterceptor, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly string _connection;
    private readonly Parts _parts;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();

    public PostgresWatch(string connection, Parts parts, ILogger<PostgresWatch> logger)
    {
        // Not pooled: the pool's connections may be those that are broken.
        _connection = new NpgsqlConnectionStringBuilder(connection) { Pooling = false, Timeout = 2, CommandTimeout = 2 }.ConnectionString;
        _parts = parts;
        _logger = logger;
        _parts.Set(Parts.Storage, isAway: false);
    }

    public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Refuse();
        return result;
    }

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Refuse();
        return new(result);
    }

    public void ConnectionFailed(DbConnection connection, ConnectionErrorEventData eventData) => Note(eventData.Exception);

    public Task ConnectionFailedAsync(DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Note(eventData.Exception);
        return Task.CompletedTask;
    }

    public void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Note(eventData.Exception);

    public Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Note(eventData.Exception);
        return Task.CompletedTask;
    }

    public void TransactionFailed(DbTransaction transaction, TransactionErrorEventData eventData) => Note(eventData.Exception);

    public Task TransactionFailedAsync(DbTransaction transaction, TransactionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Note(eventData.Exception);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private void Refuse()
    {
        if (_parts.IsAway(Parts.Storage))
            throw new StorageAwayException("PostgreSQL does not answer.");
    }

    private void Note(Exception fault)
    {
        if (!IsAway(fault) || _stop.IsCancellationRequested || !_parts.Set(Parts.Storage, isAway: true))
            return;

        LogAway(fault.Message);
        _ = LookOutAsync(_stop.Token);
    }

    // Not a conflict of two changes, which is transient too: no connection, a broken one, a time limit; or a server that comes or goes.
    private static bool IsAway(Exception fault) => fault switch
    {
        PostgresException { SqlState: var state } => state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { IsTransient: true } => true,
        _ => false,
    };

    private async Task LookOutAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(_connection);
                await connection.OpenAsync(cancellationToken);
                await using var command = new NpgsqlCommand("SELECT 1", connection);
                await command.ExecuteScalarAsync(cancellationToken);
                NpgsqlConnection.ClearAllPools();
                _parts.Set(Parts.Storage, isAway: false);
                LogBack();
                return;
            }
            catch (Exception fault) when (fault is DbException or TimeoutException or IOException)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "PostgreSQL does not answer: songs are still recommended, sessions are kept beside it, feedback and profiles are refused ({Why})")]
    private partial void LogAway(string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL answers again: everything is kept")]
    private partial void LogBack();
}
