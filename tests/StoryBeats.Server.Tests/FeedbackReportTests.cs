using System.Text.Json;

namespace StoryBeats.Server.Tests;

public sealed class FeedbackReportTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_report_has_the_same_sums_as_the_API_while_the_server_runs()
    {
        await using var server = await RunningServer.StartAsync($"--StoryBeats:DataDirectory={_data.Root}");
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        (await server.LikeAsync(opened.SessionId, opened.SongIds[0])).ShouldBeOk();
        (await server.DislikeAsync(opened.SessionId, opened.SongIds[1], "too_slow")).ShouldBeOk();
        (await server.CorrectAsync(opened.SessionId, "moody")).ShouldBeOk();
        var api = (await server.GetAsync("/api/v2/insights?days=7")).ShouldBeOk().Json;

        var json = await CommandLine.RunOnAsync(_data.Root, "feedback", "report", "--since", "7", "--json");

        json.ExitCode.ShouldBe(0, json.Error);
        json.Error.ShouldBeEmpty();
        using var document = JsonDocument.Parse(json.Output);
        var report = document.RootElement;
        foreach (var name in (string[])["sessions", "songs_shown", "reasons", "corrections"])
            report.GetProperty(name).GetRawText().ShouldBe(api.GetProperty(name).GetRawText(), name);
        report.GetProperty("totals").GetProperty("likes").GetInt32().ShouldBe(1);
        report.GetProperty("by_mood").GetArrayLength().ShouldBe(9);
    }

    [Fact]
    public async Task A_person_gets_tables()
    {
        await using (var server = await RunningServer.StartAsync($"--StoryBeats:DataDirectory={_data.Root}"))
        {
            var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
            (await server.DislikeAsync(opened.SessionId, opened.SongIds[1], "not_this_artist")).ShouldBeOk();
        }

        var result = await CommandLine.RunOnAsync(_data.Root, "feedback", "report");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("1 photo in 30 days, 5 songs shown: 0 likes, 1 dislike (0% liked)");
        foreach (var word in (string[])["Mood", "Artist", "Language", "Hour (UTC)", "not this artist", "Artists often disliked"])
            result.Output.ShouldContain(word);
    }

    [Fact]
    public async Task Without_any_photo_it_says_so()
    {
        var result = await CommandLine.RunOnAsync(_data.Root, "feedback", "report");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("Nobody has sent a photo");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3651")]
    [InlineData("-1")]
    [InlineData("week")]
    public async Task Days_that_make_no_sense_are_refused(string days)
    {
        var result = await CommandLine.RunOnAsync(_data.Root, "feedback", "report", "--since", days);

        result.ExitCode.ShouldNotBe(0);
        (result.Error + result.Output).ShouldContain("--since");
        result.Error.ShouldNotContain("   at ");
    }
}
