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
    private int _isAsking;

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
        if (!IsAway(fault) || _stop.IsCancellationRequested)
            return;
        // One slow statement, or no connection left in the pool, is no outage.
        if (fault.InnerException is not TimeoutException)
            GoOnWithout(fault.Message);
        else if (Interlocked.Exchange(ref _isAsking, 1) == 0)
            _ = ConfirmAsync(fault.Message, _stop.Token);
    }

    private void GoOnWithout(string why)
    {
        if (!_parts.Set(Parts.Storage, isAway: true))
            return;
        LogAway(why);
        _ = LookOutAsync(_stop.Token);
    }

    private async Task ConfirmAsync(string why, CancellationToken cancellationToken)
    {
        if (!await AnswersAsync(cancellationToken) && !cancellationToken.IsCancellationRequested)
            GoOnWithout(why);
        Volatile.Write(ref _isAsking, 0);
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
            if (await AnswersAsync(cancellationToken))
            {
                NpgsqlConnection.ClearAllPools();
                _parts.Set(Parts.Storage, isAway: false);
                LogBack();
                return;
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Whatever goes wrong: it does not.
    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(_connection);
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync(cancellationToken);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "PostgreSQL does not answer: songs are still recommended, sessions are kept beside it, feedback and profiles are refused ({Why})")]
    private partial void LogAway(string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL answers again: everything is kept")]
    private partial void LogBack();
}
