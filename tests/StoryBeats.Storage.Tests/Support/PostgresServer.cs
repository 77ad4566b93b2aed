using System.Diagnostics;
using System.Globalization;
using Npgsql;
using StoryBeats.Fakes;

[assembly: AssemblyFixture(typeof(StoryBeats.Storage.Tests.Support.PostgresServer))]

namespace StoryBeats.Storage.Tests.Support;

/// <summary>A real PostgreSQL for all tests, started when the first asks for it; it ends with this process, however that ends.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly Lazy<Task<(Process Process, int Port)>> _server;
    private int _databases;

    /// <summary>A server that has no need to survive a power cut.</summary>
    public PostgresServer()
        : this(fsync: false)
    {
    }

    internal PostgresServer(bool fsync) => _server = new(() => StartAsync(fsync));

    internal static string? Binaries { get; } = FindBinaries();

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    internal async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = $"t{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name}", cancellationToken);
        return await ConnectionAsync(name);
    }

    /// <summary>Has the server stopped, started again, frozen or thawed.</summary>
    internal async Task TellAsync(string command)
    {
        var process = (await _server.Value).Process;
        await process.StandardInput.WriteLineAsync(command);
        await process.StandardInput.FlushAsync();
        if (await process.StandardOutput.ReadLineAsync() != "done")
            throw new InvalidOperationException($"PostgreSQL did not {command}: {await process.StandardError.ReadToEndAsync()}");
    }

    internal async Task DropDatabaseAsync(string connection)
    {
        await using (var pool = new NpgsqlConnection(connection))
            NpgsqlConnection.ClearPool(pool);
        await ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connection).Database} WITH (FORCE)", CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_server.IsValueCreated || !_server.Value.IsCompletedSuccessfully)
            return;

        using var process = (await _server.Value).Process;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
    }

    private static string? FindBinaries()
    {
        var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var installed = debian.OrderByDescending(folder => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"));
        return installed.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private static async Task<(Process Process, int Port)> StartAsync(bool fsync)
    {
        var port = FreePort.Find();
        // As text: the user postgres may not be let into the folder of this repository.
        var script = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Support", "postgres.sh"));
        string[] command = ["sh", "-c", script, "postgres.sh", Binaries!, port.ToString(CultureInfo.InvariantCulture), fsync ? "on" : "off"];
        // PostgreSQL refuses to run as root.
        if (Environment.IsPrivilegedProcess)
            command = ["runuser", "-u", "postgres", "--", .. command];
        var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (await process.StandardOutput.ReadLineAsync() != "ready")
            throw new InvalidOperationException("PostgreSQL did not start: " + await process.StandardError.ReadToEndAsync());
        return (process, port);
    }

    private async Task<string> ConnectionAsync(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = (await _server.Value).Port,
        Username = "storybeats",
        Database = database,
        MaxPoolSize = 20,
    }.ConnectionString;

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(await ConnectionAsync("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
