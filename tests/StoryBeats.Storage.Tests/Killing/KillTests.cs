using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using StoryBeats.Storage.Tests.Support;

namespace StoryBeats.Storage.Tests.Killing;

/// <summary>What was acknowledged is there, whenever the process is killed.</summary>
public sealed class KillTests(PostgresServer server, ITestOutputHelper output)
{
    private const int Seed = 20261124;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_acknowledged_write_is_lost_when_the_process_is_killed_fifty_times_on_SQLite()
    {
        await using var database = new SqliteDatabase();

        // The first few die while they make the database.
        await KillAsync(database, starts: 10, writes: 40);

        await using var connection = new SqliteConnection($"Data Source={database.File};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        (await check.ExecuteScalarAsync(Cancellation)).ShouldBe("ok");
    }

    [Fact]
    public async Task No_acknowledged_write_is_lost_when_the_process_is_killed_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase(server);
        await database.CreateAsync(Cancellation);

        await KillAsync(database, starts: 1, writes: 5);
    }

    private async Task KillAsync(TestDatabase database, int starts, int writes)
    {
        var random = new Random(Seed);
        var acknowledged = new Acknowledged();
        var plan = Enumerable.Range(1, starts).Select(round => (Writer.Starting, random.Next(0, 100) * round))
            .Concat(Enumerable.Range(0, writes).Select(_ => (Writer.Writing, random.Next(30, 300))));
        // Two at a time: one comes up while the other writes, and both write to one database.
        await Parallel.ForEachAsync(plan, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Cancellation }, async (kill, _) =>
            await RunAndKillAsync(database, kill.Item1, TimeSpan.FromMilliseconds(kill.Item2), acknowledged));

        await using var app = await App.StartAsync(database.Settings, TimeProvider.System, Cancellation);
        await using var db = app.OpenDatabase();
        var sessions = await db.Sessions.Select(row => new { row.Id, row.Shown }).ToListAsync(Cancellation);
        var shown = await db.ShownSongs.Select(row => new { row.SessionId, row.SongId }).ToListAsync(Cancellation);
        var feedback = await db.Feedback.Select(row => row.Id).ToListAsync(Cancellation);
        output.WriteLine($"{acknowledged.Count} acknowledged; kept: {sessions.Count} sessions, {shown.Count} shown songs, {feedback.Count} signals");

        acknowledged.Of(Acknowledged.Feedback).Count.ShouldBeGreaterThan(writes);
        acknowledged.Of(Acknowledged.Session).Except(sessions.Select(row => row.Id), StringComparer.Ordinal).ShouldBeEmpty();
        acknowledged.Of(Acknowledged.Shown).Except(shown.Select(row => $"{row.SessionId}/{row.SongId}"), StringComparer.Ordinal).ShouldBeEmpty();
        acknowledged.Of(Acknowledged.Feedback).Except(feedback, StringComparer.Ordinal).ShouldBeEmpty();
        var counts = shown.CountBy(row => row.SessionId, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        sessions.ShouldAllBe(row => row.Shown == counts[row.Id], "a change is there as a whole or not at all");
    }

    private static async Task RunAndKillAsync(TestDatabase database, string since, TimeSpan after, Acknowledged acknowledged)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(Program).Assembly.Location);
        // Half of a short life would be the compiler's.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.ArgumentList.Add(Writer.Argument);
        foreach (var (name, value) in database.Settings)
            start.ArgumentList.Add($"--{name}={value}");

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        var killing = Task.CompletedTask;
        while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (line == since)
                killing = KillLaterAsync(process, after);
            if (line is not (Writer.Starting or Writer.Writing))
                acknowledged.Read(line);
        }

        await killing;
        await process.WaitForExitAsync(Cancellation);
        (await errors).ShouldBeEmpty();
        process.ExitCode.ShouldBe(128 + 9, "killed and not ended by itself");
    }

    private static async Task KillLaterAsync(Process process, TimeSpan after)
    {
        await Task.Delay(after, Cancellation);
        process.Kill();
    }
}
