using Npgsql;

namespace StoryBeats.Storage;

/// <summary>A database in PostgreSQL.</summary>
/// <param name="connection">How to reach it.</param>
internal sealed class PostgresPlace(string connection) : StoragePlace("the PostgreSQL database", Unusable)
{
    public const string Unusable = "PostgreSQL cannot be used; check ConnectionStrings__Postgres and that the server runs.";

    // Any number that nobody else takes in this database.
    private const long Turn = 0x53746F7279426561;

    // EF's own lock is lifted between one migration and the next.
    public override async Task<IAsyncDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        // Not pooled: the lock is the connection's, and goes with it.
        var held = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        try
        {
            await held.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", held) { Parameters = { new NpgsqlParameter<long> { TypedValue = Turn } } };
            await command.ExecuteNonQueryAsync(cancellationToken);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }
}
