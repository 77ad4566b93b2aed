using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace StoryBeats.Server.Tests.Limits;

/// <summary>A server that is told to stop ends what it has begun.</summary>
public sealed class DrainTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_stops_ends_a_stream_and_a_request_under_way_writes_feedback_and_takes_nobody_new()
    {
        await using var held = await HeldModel.StartAsync("euphoric", .95, .95, "--Shutdown:Seconds=120", "--SecondLook:Enabled=false");
        var server = held.Server;
        await using var answer = await LiveAnswer.AskAsync(server, Form.Of(RenderedPhoto.Good));
        await answer.NextAsync();
        var draft = await answer.NextAsync();
        var whole = server.AnalyzeAsync(RenderedPhoto.Jpeg(320, 240, seed: 2));
        (await server.LikeAsync(draft.SessionId, draft.SongIds[0])).ShouldBeOk();

        var stopping = server.StopAsync();
        await Models.UntilAsync(() => !Listens(server.Address));
        held.Gate.Open();
        var rest = await answer.RestAsync();
        var answered = await whole;
        await stopping;

        rest.Select(one => one.Stage).ShouldBe(["vibe final", "songs final", "done"]);
        answered.ShouldBeOk().SongIds.Count.ShouldBe(5);
        (await CountAsync(server, "feedback")).ShouldBe(1);
        (await CountAsync(server, "sessions")).ShouldBe(2);
    }

    private static bool Listens(Uri address)
    {
        using var socket = new TcpClient();
        try
        {
            socket.Connect(address.Host, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<long> CountAsync(RunningServer server, string table)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(server.DataFolder, "storybeats.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = table is "feedback" ? "SELECT COUNT(*) FROM feedback" : "SELECT COUNT(*) FROM sessions";
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
