using Microsoft.Data.Sqlite;
using StoryBeats.Fakes;
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

    [Fact]
    public async Task A_database_that_fails_once_an_answer_has_begun_is_its_last_event()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var model = fakes.Settings.Models[FakeService.Anthropic];
        model.Says = _ => Models.Says("euphoric", .95, .95);
        var gate = AnswerGate.OfReadings(model);
        await using var server = await RunningServer.StartAsync(Models.Settings(fakes, FakeService.Anthropic));

        await using var answer = await LiveAnswer.AskAsync(server, Form.Of(RenderedPhoto.Good));
        (await answer.NextAsync()).Stage.ShouldBe("vibe draft");
        (await answer.NextAsync()).Stage.ShouldBe("songs draft");
        BreakDatabase(server.DataFolder);
        gate.Open();
        var rest = await answer.RestAsync();

        rest.Select(one => one.Stage).ShouldBe(["vibe final", "error"]);
        rest[1].Data.GetProperty("status").GetInt32().ShouldBe(503);
        rest[1].Data.GetProperty("error").GetString().ShouldBe("The database does not answer just now. Try again in a moment.");
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
