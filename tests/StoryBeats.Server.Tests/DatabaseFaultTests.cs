using Microsoft.Data.Sqlite;
using StoryBeats.Storage;

namespace StoryBeats.Server.Tests;

public sealed class DatabaseFaultTests
{
    [Fact]
    public async Task A_database_that_fails_is_a_503_that_says_when_to_come_back()
    {
        await using var server = await RunningServer.StartAsync();
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        BreakDatabase(server.DataFolder);

        foreach (var answer in new[] { await server.LikeAsync(opened.SessionId, opened.SongIds[0]), await server.AnalyzeAsync(RenderedPhoto.Good) })
        {
            answer.ShouldBeError(503).ShouldContain("Try again");
            answer.Headers["Retry-After"].ShouldBe("5");
        }
    }

    private static void BreakDatabase(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, StorageOptions.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA foreign_keys = OFF; DROP TABLE shown_songs";
        command.ExecuteNonQuery();
    }
}
