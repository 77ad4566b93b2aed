using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using StoryBeats.Storage.Tests.Support;

namespace StoryBeats.Storage.Tests.Startup;

public sealed class FirstStartTests(PostgresServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Programs_that_start_at_once_on_an_empty_file_all_start()
    {
        await using var database = new SqliteDatabase();

        await StartManyAsync(database);
    }

    [Fact]
    public async Task Programs_that_start_at_once_on_an_empty_PostgreSQL_all_start()
    {
        await using var database = new PostgresDatabase(server);
        await database.CreateAsync(Cancellation);

        await StartManyAsync(database);
    }

    [Fact]
    public async Task A_lock_that_a_killed_migration_left_does_not_hold_up_the_start()
    {
        await using var database = new SqliteDatabase();
        await using (var connection = new SqliteConnection($"Data Source={database.File};Pooling=False"))
        {
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
            // As Microsoft.EntityFrameworkCore.Sqlite 10 makes and takes it.
            command.CommandText = """
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00+00:00');
                """;
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        // EF would wait for ever.
        await using var app = await App.StartAsync(database.Settings, TimeProvider.System, Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        await app.Sessions.AddAsync(Sample.Session(TimeProvider.System.GetUtcNow()), Cancellation);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_in_a_sentence()
    {
        await using var database = new SqliteDatabase();
        var file = Path.Combine(database.Folder, "file");
        await File.WriteAllTextAsync(file, "not a folder", Cancellation);

        var fault = await StartAndFailAsync(App.DataDirectory(Path.Combine(file, "data")));

        fault.ShouldContain($"The database {Path.Combine(file, "data", "storybeats.db")} cannot be used; set StoryBeats__DataDirectory to a folder that can be written.");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told_in_a_sentence()
    {
        await using var database = new SqliteDatabase();
        await File.WriteAllTextAsync(database.File, string.Concat(Enumerable.Repeat("This is a diary and not a database. ", 100)), Cancellation);

        var fault = await StartAndFailAsync(database.Settings);

        fault.ShouldContain("cannot be used; set StoryBeats__DataDirectory to a folder that can be written.");
        (await File.ReadAllTextAsync(database.File, Cancellation)).ShouldStartWith("This is a diary");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=2")]
    [InlineData("Host=no-such-host.invalid;Username=nobody;Database=none;Timeout=2")]
    [InlineData("not a connection string")]
    [InlineData("Host=127.0.0.1;Colour=blue")]
    public async Task A_PostgreSQL_that_cannot_be_reached_is_told_in_a_sentence(string connection)
    {
        var settings = App.Postgres(connection);
        settings["Storage:StartPatienceSeconds"] = "0";

        var fault = await StartAndFailAsync(settings);

        fault.ShouldContain("PostgreSQL cannot be used; check ConnectionStrings__Postgres and that the server runs.");
    }

    [Fact]
    public async Task A_retention_that_makes_no_sense_stops_the_start()
    {
        await using var database = new SqliteDatabase();
        var settings = App.DataDirectory(database.Folder);
        settings["Storage:RetentionDays"] = "0";

        await Should.ThrowAsync<OptionsValidationException>(() => App.StartAsync(settings, TimeProvider.System, Cancellation));
    }

    private static async Task<string> StartAndFailAsync(Dictionary<string, string?> settings) =>
        (await Should.ThrowAsync<InvalidDataException>(() => App.StartAsync(settings, TimeProvider.System, Cancellation))).Message;

    private static async Task<string> StartAndFailAsync(IReadOnlyDictionary<string, string?> settings) =>
        await StartAndFailAsync(new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase));

    private static async Task StartManyAsync(TestDatabase database)
    {
        var apps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => App.StartAsync(database.Settings, TimeProvider.System, Cancellation))));
        foreach (var app in apps)
        {
            await app.Sessions.AddAsync(Sample.Session(TimeProvider.System.GetUtcNow()), Cancellation);
            await app.DisposeAsync();
        }
    }
}
