using System.Text.Json;

namespace StoryBeats.Server.Tests;

public sealed class SessionTests(SharedServer shared)
{
    private static readonly string[] Moods = ["romantic", "energetic", "peaceful", "melancholic", "happy", "confident", "nostalgic", "dreamy", "moody"];

    private readonly RunningServer _server = shared.Server;

    public static TheoryData<string> UnknownIds => ["none", "AAAAAAAAAAAAAAAAAAAAAA", "..%2f..%2fetc", "%F0%9F%92%A5", new string('a', 4000)];

    [Fact]
    public async Task All_that_is_kept_of_a_session_can_be_seen()
    {
        var opened = await OpenAsync();
        var more = (await _server.MoreAsync(opened.SessionId)).ShouldBeOk();
        (await _server.LikeAsync(opened.SessionId, more.SongIds[0])).ShouldBeOk();
        (await _server.DoAsync(opened.SessionId, "load_more")).ShouldBeOk();

        var answer = (await _server.KeptAsync(opened.SessionId)).ShouldBeOk();

        answer.Headers["Cache-Control"].ShouldBe("no-store");
        var kept = answer.Json;
        Answer.Names(kept).ShouldBe(
            ["session_id", "created", "ends_at", "expired", "profile_id", "counts_for_others", "mood", "analysis", "wishes", "songs", "to_come", "feedback"]);
        kept.GetProperty("session_id").GetString().ShouldBe(opened.SessionId);
        kept.GetProperty("expired").GetBoolean().ShouldBeFalse();
        kept.GetProperty("profile_id").ValueKind.ShouldBe(JsonValueKind.Null);
        AnalyzeTests.ShouldBeAnalysis(kept.GetProperty("analysis"));
        kept.GetProperty("mood").GetString().ShouldBe(kept.GetProperty("analysis").GetProperty("mood_category").GetString());
        (kept.GetProperty("ends_at").GetDateTimeOffset() - kept.GetProperty("created").GetDateTimeOffset()).TotalMinutes.ShouldBeInRange(60, 65);
        answer.SongIds.ShouldBe([.. opened.SongIds, .. more.SongIds]);
        Answer.Names(answer.Songs.First()).ShouldBe(["id", "name", "artist", "language_type", "features"]);
        kept.GetProperty("feedback").EnumerateArray().Select(entry => entry.GetProperty("signal").GetString()).ShouldBe(["verdict", "load_more"]);
    }

    [Fact]
    public async Task All_that_is_kept_of_a_session_can_be_deleted()
    {
        var opened = await OpenAsync();
        (await _server.LikeAsync(opened.SessionId, opened.SongIds[0])).ShouldBeOk();

        var deleted = await DeleteAsync(opened.SessionId);

        ((int)deleted.Status).ShouldBe(204);
        deleted.Text.ShouldBeEmpty();
        (await _server.KeptAsync(opened.SessionId)).ShouldBeProblem(404);
        (await DeleteAsync(opened.SessionId)).ShouldBeProblem(404);
        (await _server.MoreAsync(opened.SessionId)).ShouldBeError(404);
        (await _server.LikeAsync(opened.SessionId, opened.SongIds[1])).ShouldBeError(404);
        (await _server.CorrectAsync(opened.SessionId, "happy")).ShouldBeProblem(404);
    }

    [Fact]
    public async Task Deleting_one_session_leaves_the_others()
    {
        var (mine, yours) = (await OpenAsync(), await OpenAsync());

        await DeleteAsync(mine.SessionId);

        (await _server.KeptAsync(yours.SessionId)).ShouldBeOk().SongIds.ShouldBe(yours.SongIds);
        (await _server.MoreAsync(yours.SessionId)).ShouldBeOk().SongIds.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Deleted_feedback_is_out_of_the_sums()
    {
        await using var server = await RunningServer.StartAsync();
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        await server.LikeAsync(opened.SessionId, opened.SongIds[0]);

        await server.SendAsync(HttpMethod.Delete, $"/api/v2/sessions/{opened.SessionId}");

        (await server.GetAsync("/api/feedback/stats")).ShouldBeOk().Json.GetProperty("total").GetInt32().ShouldBe(0);
        var insights = (await server.GetAsync("/api/v2/insights")).ShouldBeOk().Json;
        insights.GetProperty("sessions").GetInt32().ShouldBe(0);
        insights.GetProperty("songs_shown").GetInt32().ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(UnknownIds))]
    public async Task Of_an_unknown_session_nothing_is_kept(string id)
    {
        (await _server.KeptAsync(id)).ShouldBeProblem(404);
        (await DeleteAsync(id)).ShouldBeProblem(404);
        (await _server.CorrectAsync(id, "happy")).ShouldBeProblem(404);
    }

    [Fact]
    public async Task An_hour_after_its_last_use_a_session_has_ended_and_can_still_be_seen_and_deleted()
    {
        var clock = new MovableClock();
        await using var server = await RunningServer.StartAsync(clock);
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        clock.Move(TimeSpan.FromMinutes(59));
        (await server.LikeAsync(opened.SessionId, opened.SongIds[0])).ShouldBeOk();
        clock.Move(TimeSpan.FromMinutes(59));
        (await server.MoreAsync(opened.SessionId)).ShouldBeOk();
        clock.Move(TimeSpan.FromMinutes(61));

        (await server.MoreAsync(opened.SessionId)).ShouldBeError(404);
        (await server.LikeAsync(opened.SessionId, opened.SongIds[1])).ShouldBeError(404);
        (await server.CorrectAsync(opened.SessionId, "happy")).ShouldBeProblem(404);

        var kept = (await server.KeptAsync(opened.SessionId)).ShouldBeOk();
        kept.Json.GetProperty("expired").GetBoolean().ShouldBeTrue();
        kept.SongIds.Count.ShouldBe(10);
        kept.Json.GetProperty("feedback").GetArrayLength().ShouldBe(1);
        ((int)(await server.SendAsync(HttpMethod.Delete, $"/api/v2/sessions/{opened.SessionId}")).Status).ShouldBe(204);
        (await server.KeptAsync(opened.SessionId)).ShouldBeProblem(404);
    }

    [Fact]
    public async Task Seeing_a_session_does_not_keep_it_alive()
    {
        var clock = new MovableClock();
        await using var server = await RunningServer.StartAsync(clock);
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        clock.Move(TimeSpan.FromMinutes(50));
        (await server.KeptAsync(opened.SessionId)).ShouldBeOk().Json.GetProperty("expired").GetBoolean().ShouldBeFalse();
        clock.Move(TimeSpan.FromMinutes(15));

        (await server.MoreAsync(opened.SessionId)).ShouldBeError(404);
    }

    [Fact]
    public async Task A_photo_that_felt_otherwise_is_read_anew_with_other_songs()
    {
        var opened = await OpenAsync();
        var felt = Other(opened);

        var answer = (await _server.CorrectAsync(opened.SessionId, felt)).ShouldBeOk();

        Answer.Names(answer.Json).ShouldBe(["session_id", "analysis", "songs", "remaining", "relaxed", "sources", "message"]);
        AnalyzeTests.ShouldBeAnalysis(answer.Json.GetProperty("analysis"));
        answer.Json.GetProperty("analysis").GetProperty("mood_category").GetString().ShouldBe(felt);
        answer.SongIds.Count.ShouldBe(5);
        foreach (var song in answer.Songs)
            AnalyzeTests.ShouldBeSong(song);
        answer.SongIds.Intersect(opened.SongIds, StringComparer.Ordinal).ShouldBeEmpty();
        var kept = (await _server.FeedbackAsync(opened.SessionId)).ShouldHaveSingleItem();
        kept.GetProperty("signal").GetString().ShouldBe("mood_correction");
        kept.GetProperty("felt").GetString().ShouldBe(felt);
        kept.GetProperty("weight").GetDouble().ShouldBe(0);
    }

    [Fact]
    public async Task However_often_the_mood_is_corrected_what_the_photo_was_read_as_is_kept()
    {
        var opened = await OpenAsync();
        var read = opened.Json.GetProperty("analysis").GetProperty("mood_category").GetString();
        foreach (var mood in Moods.Where(mood => mood != read).Take(3))
            (await _server.CorrectAsync(opened.SessionId, mood)).ShouldBeOk();

        var said = (await _server.KeptAsync(opened.SessionId)).Json.GetProperty("feedback").EnumerateArray().ShouldHaveSingleItem();

        said.GetProperty("mood").GetString().ShouldBe(read);
        said.GetProperty("felt").GetString().ShouldBe(Moods.Where(mood => mood != read).ElementAt(2));
    }

    [Fact]
    public async Task Songs_do_not_come_again_however_often_the_mood_is_corrected()
    {
        var opened = await OpenAsync();
        var seen = opened.SongIds.ToList();

        foreach (var mood in Moods)
        {
            seen.AddRange((await _server.CorrectAsync(opened.SessionId, mood)).ShouldBeOk().SongIds);
            seen.AddRange((await _server.MoreAsync(opened.SessionId)).ShouldBeOk().SongIds);
        }

        seen.Count.ShouldBe(5 + (10 * Moods.Length));
        seen.ShouldBeUnique(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"mood\": null}")]
    [InlineData("{\"mood\": \"\"}")]
    [InlineData("{\"mood\": \"hungry\"}")]
    [InlineData("{\"mood\": \"Happy\"}")]
    [InlineData("{\"mood\": \"4\"}")]
    [InlineData("{\"mood\": \"happy, moody\"}")]
    public async Task A_mood_that_is_none_is_a_bad_request(string json)
    {
        var opened = await OpenAsync();

        var answer = await _server.PostJsonAsync($"/api/v2/sessions/{opened.SessionId}/mood", json);

        answer.ShouldBeProblem(400).ShouldContain("melancholic");
        (await _server.FeedbackAsync(opened.SessionId)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"mood\": 4}")]
    [InlineData("{\"mood\": [\"happy\"]}")]
    public async Task A_mood_in_broken_JSON_is_a_bad_request(string json)
    {
        var opened = await OpenAsync();

        (await _server.PostJsonAsync($"/api/v2/sessions/{opened.SessionId}/mood", json)).ShouldBeProblem(400).ShouldContain("JSON");
    }

    [Fact]
    public async Task A_mood_comes_as_JSON() =>
        (await _server.PostAsync("/api/v2/sessions/AAAAAAAAAAAAAAAAAAAAAA/mood", "text/plain", "happy"u8.ToArray())).ShouldBeProblem(415);

    [Fact]
    public async Task Two_tabs_that_ask_twenty_times_each_never_get_the_same_song()
    {
        const int Times = 20;
        var opened = await OpenAsync();

        var tabs = await Task.WhenAll(TabAsync(), TabAsync());

        tabs.SelectMany(ids => ids).Concat(opened.SongIds).ShouldBeUnique(StringComparer.Ordinal);
        tabs.ShouldAllBe(ids => ids.Count > 0);
        (await _server.KeptAsync(opened.SessionId)).ShouldBeOk().SongIds.ShouldBe([.. opened.SongIds, .. tabs.SelectMany(ids => ids)], ignoreOrder: true);

        async Task<List<string>> TabAsync()
        {
            var ids = new List<string>();
            for (var time = 0; time < Times; time++)
                ids.AddRange((await _server.MoreAsync(opened.SessionId)).ShouldBeOk().SongIds);
            return ids;
        }
    }

    [Fact]
    public async Task Twenty_calls_for_more_and_corrections_at_once_never_get_the_same_song()
    {
        var opened = await OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            call => call % 5 == 4 ? _server.CorrectAsync(opened.SessionId, Moods[call % Moods.Length]) : _server.MoreAsync(opened.SessionId)));

        answers.SelectMany(answer => answer.ShouldBeOk().SongIds).Concat(opened.SongIds).ShouldBeUnique(StringComparer.Ordinal);
    }

    private static string Other(Answer opened)
    {
        var read = opened.Json.GetProperty("analysis").GetProperty("mood_category").GetString();
        return Moods.First(mood => mood != read);
    }

    private Task<Answer> DeleteAsync(string session) => _server.SendAsync(HttpMethod.Delete, $"/api/v2/sessions/{session}");

    private async Task<Answer> OpenAsync() => (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
}
