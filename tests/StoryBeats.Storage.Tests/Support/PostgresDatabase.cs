namespace StoryBeats.Storage.Tests.Support;

/// <summary>A database in the tests' PostgreSQL.</summary>
internal sealed class PostgresDatabase(PostgresServer server) : TestDatabase
{
    private string? _connection;

    public override IReadOnlyDictionary<string, string?> Settings => App.Postgres(_connection ?? throw new InvalidOperationException("Not made yet."));

    public override async ValueTask CreateAsync(CancellationToken cancellationToken)
    {
        Assert.SkipWhen(PostgresServer.Binaries is null, "No PostgreSQL here: neither under /usr/lib/postgresql nor on the PATH are initdb and postgres.");
        _connection = await server.CreateDatabaseAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await server.DropDatabaseAsync(_connection);
    }
}
