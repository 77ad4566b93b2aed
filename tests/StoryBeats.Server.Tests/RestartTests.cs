namespace StoryBeats.Server.Tests;

public sealed class RestartTests
{
    [Fact]
    public async Task A_session_goes_on_after_a_restart_and_repeats_no_song()
    {
        using var data = new TempFolder();
        var setting = $"--StoryBeats:DataDirectory={data.Root}";
        Answer opened;
        var seen = new List<string>();
        await using (var before = await RunningServer.StartAsync(setting))
        {
            opened = (await before.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
            seen.AddRange(opened.SongIds);
            seen.AddRange((await before.MoreAsync(opened.SessionId)).ShouldBeOk().SongIds);
            (await before.LikeAsync(opened.SessionId, seen[0])).ShouldBeOk();
        }

        await using var after = await RunningServer.StartAsync(setting);
        for (var page = 0; page < 8; page++)
            seen.AddRange((await after.MoreAsync(opened.SessionId)).ShouldBeOk().SongIds);

        seen.Count.ShouldBe(50);
        seen.ShouldBeUnique(StringComparer.Ordinal);
        var kept = (await after.KeptAsync(opened.SessionId)).ShouldBeOk();
        kept.SongIds.ShouldBe(seen);
        kept.Json.GetProperty("analysis").GetProperty("description").GetString()
            .ShouldBe(opened.Json.GetProperty("analysis").GetProperty("description").GetString());
        (await after.LikeAsync(opened.SessionId, seen[1])).ShouldBeOk();
        (await after.GetAsync("/api/feedback/stats")).ShouldBeOk().Json.GetProperty("likes").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task What_was_answered_survives_a_kill()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A killed process leaves its files open for a while there.");
        using var data = new TempFolder();
        var setting = new KeyValuePair<string, string>("StoryBeats__DataDirectory", data.Root);
        Answer opened;
        string feedback;
        using (var before = await ServeProcess.StartAsync(setting))
        {
            opened = (await AnalyzeAsync(before)).ShouldBeOk();
            var like = await PostAsync(before, "/api/feedback", $"{{\"session_id\": \"{opened.SessionId}\", \"song_id\": \"{opened.SongIds[0]}\", \"feedback\": 1}}");
            feedback = like.ShouldBeOk().Json.GetProperty("feedback_id").GetString()!;
            // Disposing kills.
        }

        using var after = await ServeProcess.StartAsync(setting);

        using var response = await after.Client.GetAsync($"/api/v2/sessions/{opened.SessionId}", TestContext.Current.CancellationToken);
        var kept = (await Answer.ReadAsync(response)).ShouldBeOk();
        kept.SongIds.ShouldBe(opened.SongIds);
        kept.Json.GetProperty("feedback").EnumerateArray().ShouldHaveSingleItem().GetProperty("feedback_id").GetString().ShouldBe(feedback);
        var more = (await PostAsync(after, "/api/more-songs", $"{{\"session_id\": \"{opened.SessionId}\"}}")).ShouldBeOk();
        more.SongIds.Concat(opened.SongIds).ShouldBeUnique(StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_photo_that_warms_the_server_up_is_not_kept()
    {
        await using var server = await RunningServer.StartWarmingUpAsync();
        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        (await server.GetAsync("/api/v2/insights")).ShouldBeOk().Json.GetProperty("sessions").GetInt32().ShouldBe(1);
    }

    private static async Task<Answer> AnalyzeAsync(ServeProcess serve)
    {
        var form = Form.Of(RenderedPhoto.Good);
        using var content = new ByteArrayContent(form.ToBytes());
        content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
        using var response = await serve.Client.PostAsync("/api/analyze", content, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }

    private static async Task<Answer> PostAsync(ServeProcess serve, string path, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await serve.Client.PostAsync(path, content, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }
}
