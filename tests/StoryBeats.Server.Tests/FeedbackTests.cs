using static StoryBeats.Server.Tests.FeedbackClient;

namespace StoryBeats.Server.Tests;

public sealed class FeedbackTests(SharedServer shared)
{
    private const string Verdict = "/api/feedback";
    private const string Implicit = "/api/feedback/implicit";

    private readonly RunningServer _server = shared.Server;

    public static TheoryData<string, double> Signals => new() { { "spotify_click", 2 }, { "preview_complete", 1.5 }, { "preview_play", 1 } };

    // Where S and T stand, a session and one of its songs are put.
    public static TheoryData<string, string, int, string> BadFeedback
    {
        get
        {
            var data = new TheoryData<string, string, int, string>();
            foreach (var path in (string[])[Verdict, Implicit])
            {
                foreach (var body in (string[])["", "{", "[]", "null", "42", "\"S\"", "{\"session_id\": 7}", "{\"session_id\": \"S\"} more", "\u0000"])
                    data.Add(path, body, 400, "JSON");
                foreach (var body in (string[])["{}", "{\"session_id\": null}", "{\"session_id\": \" \"}"])
                    data.Add(path, body, 400, "session_id");
                foreach (var id in (string[])["none", "AAAAAAAAAAAAAAAAAAAAAA", "../../etc/passwd", "\\u0000", "💥", "'; DROP TABLE sessions; --"])
                    data.Add(path, $"{{\"session_id\": \"{id}\", \"song_id\": \"T\", \"feedback\": 1, \"signal_type\": \"preview_play\"}}", 404, "session");
            }

            foreach (var feedback in (string[])["0", "2", "-2", "null", "100"])
                data.Add(Verdict, $"{{\"session_id\": \"S\", \"song_id\": \"T\", \"feedback\": {feedback}}}", 400, "feedback");
            foreach (var feedback in (string[])["\"1\"", "true", "1.5", "1e9", "[1]", "99999999999"])
                data.Add(Verdict, $"{{\"session_id\": \"S\", \"song_id\": \"T\", \"feedback\": {feedback}}}", 400, "JSON");
            data.Add(Verdict, "{\"session_id\": \"S\", \"song_id\": \"T\"}", 400, "feedback");
            data.Add(Verdict, "{\"session_id\": \"S\", \"feedback\": 1}", 400, "song_id");
            foreach (var song in (string[])["", " ", "\\u0000", "a\\nb", new string('x', 5000)])
                data.Add(Verdict, $"{{\"session_id\": \"S\", \"song_id\": \"{song}\", \"feedback\": 1}}", 400, "song_id");
            foreach (var song in (string[])["no-such-song", "💥", "T-", "'; DROP TABLE sessions; --"])
                data.Add(Verdict, $"{{\"session_id\": \"S\", \"song_id\": \"{song}\", \"feedback\": -1}}", 400, "not shown");
            foreach (var reason in (string[])["", "boring", "WRONG_MOOD", "WrongMood", "0", "wrong_mood,too_slow"])
                data.Add(Verdict, $"{{\"session_id\": \"S\", \"song_id\": \"T\", \"feedback\": -1, \"reason\": \"{reason}\"}}", 400, "too_slow");
            data.Add(Verdict, "{\"session_id\": \"S\", \"song_id\": \"T\", \"feedback\": 1, \"reason\": \"too_slow\"}", 400, "dislike");

            foreach (var signal in (string[])["", "verdict", "no_reaction", "mood_correction", "SpotifyClick", "spotify click", "0", "share"])
                data.Add(Implicit, $"{{\"session_id\": \"S\", \"song_id\": \"T\", \"signal_type\": \"{signal}\"}}", 400, "signal_type");
            data.Add(Implicit, "{\"session_id\": \"S\", \"song_id\": \"T\"}", 400, "signal_type");
            foreach (var signal in (string[])["spotify_click", "preview_play", "preview_complete"])
                data.Add(Implicit, $"{{\"session_id\": \"S\", \"signal_type\": \"{signal}\"}}", 400, "song_id");
            foreach (var weight in (string[])["-1", "-0.0001", "1e999", "-1e999"])
                data.Add(Implicit, $"{{\"session_id\": \"S\", \"song_id\": \"T\", \"signal_type\": \"preview_play\", \"weight\": {weight}}}", 400, "weight");
            foreach (var weight in (string[])["\"NaN\"", "NaN", "Infinity", "\"2\"", "[2]"])
                data.Add(Implicit, $"{{\"session_id\": \"S\", \"song_id\": \"T\", \"signal_type\": \"preview_play\", \"weight\": {weight}}}", 400, "JSON");
            return data;
        }
    }

    [Fact]
    public async Task A_like_is_kept_under_an_id()
    {
        var opened = await OpenAsync();

        var answer = (await _server.LikeAsync(opened.SessionId, opened.SongIds[0])).ShouldBeOk();

        Answer.Names(answer.Json).ShouldBe(["success", "feedback_id"]);
        answer.Json.GetProperty("success").GetBoolean().ShouldBeTrue();
        answer.Json.GetProperty("feedback_id").GetString().ShouldNotBeNullOrWhiteSpace();
        var kept = (await _server.FeedbackAsync(opened.SessionId)).ShouldHaveSingleItem();
        kept.GetProperty("signal").GetString().ShouldBe("verdict");
        kept.GetProperty("weight").GetDouble().ShouldBe(1);
        kept.GetProperty("song_id").GetString().ShouldBe(opened.SongIds[0]);
    }

    [Fact]
    public async Task What_is_said_again_stays_one_word()
    {
        var opened = await OpenAsync();
        var ids = new List<string>();

        for (var again = 0; again < 3; again++)
            ids.Add(Id(await _server.LikeAsync(opened.SessionId, opened.SongIds[1])));

        ids.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        (await _server.FeedbackAsync(opened.SessionId)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_said_many_times_at_once_stays_one_word()
    {
        var opened = await OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _server.LikeAsync(opened.SessionId, opened.SongIds[1])));

        answers.Select(Id).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        (await _server.FeedbackAsync(opened.SessionId)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_last_word_on_a_song_counts()
    {
        var opened = await OpenAsync();
        var liked = Id(await _server.LikeAsync(opened.SessionId, opened.SongIds[2]));

        var disliked = Id(await _server.DislikeAsync(opened.SessionId, opened.SongIds[2], "too_fast"));

        disliked.ShouldBe(liked);
        var kept = (await _server.FeedbackAsync(opened.SessionId)).ShouldHaveSingleItem();
        kept.GetProperty("weight").GetDouble().ShouldBe(-1);
        kept.GetProperty("reason").GetString().ShouldBe("too_fast");
    }

    [Theory]
    [InlineData("wrong_mood")]
    [InlineData("too_slow")]
    [InlineData("too_fast")]
    [InlineData("not_this_artist")]
    [InlineData("wrong_language")]
    [InlineData("overplayed")]
    public async Task A_dislike_may_say_why(string reason)
    {
        var opened = await OpenAsync();

        (await _server.DislikeAsync(opened.SessionId, opened.SongIds[0], reason)).ShouldBeOk();

        (await _server.FeedbackAsync(opened.SessionId)).ShouldHaveSingleItem().GetProperty("reason").GetString().ShouldBe(reason);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task What_is_done_weighs_what_we_say(string signal, double weight)
    {
        var opened = await OpenAsync();

        foreach (var (song, wished) in opened.SongIds.Zip((string?[])[null, "1000000", "1e308", "0.25", "0"]))
            (await _server.DoAsync(opened.SessionId, signal, song, wished)).ShouldBeOk();

        // What is said within one millisecond comes in any order.
        var kept = (await _server.FeedbackAsync(opened.SessionId)).ToDictionary(
            entry => entry.GetProperty("song_id").GetString()!, entry => entry.GetProperty("weight").GetDouble(), StringComparer.Ordinal);
        opened.SongIds.Take(5).Select(song => kept[song]).ShouldBe([weight, weight, weight, .25, 0]);
    }

    [Fact]
    public async Task Asking_for_more_is_about_the_session()
    {
        var opened = await OpenAsync();

        var first = Id(await _server.DoAsync(opened.SessionId, "load_more", opened.SongIds[0], "3"));
        var second = Id(await _server.DoAsync(opened.SessionId, "load_more"));

        second.ShouldBe(first);
        var kept = (await _server.FeedbackAsync(opened.SessionId)).ShouldHaveSingleItem();
        kept.GetProperty("weight").GetDouble().ShouldBe(.5);
        kept.GetProperty("song_id").GetString().ShouldBeNull();
    }

    [Fact]
    public async Task Signals_about_one_song_stand_side_by_side()
    {
        var opened = await OpenAsync();
        var song = opened.SongIds[0];

        string[] ids =
        [
            Id(await _server.LikeAsync(opened.SessionId, song)), Id(await _server.DoAsync(opened.SessionId, "spotify_click", song)),
            Id(await _server.DoAsync(opened.SessionId, "preview_play", song)), Id(await _server.DoAsync(opened.SessionId, "preview_complete", song)),
        ];

        ids.ShouldBeUnique(StringComparer.Ordinal);
        (await _server.FeedbackAsync(opened.SessionId)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Songs_that_came_with_more_can_be_liked_and_those_still_to_come_cannot()
    {
        var opened = await OpenAsync();
        var photo = await _server.PostAsync("/api/v2/recommendations", new Form().File("photo", RenderedPhoto.Good).Field("count", "30"));
        var later = photo.ShouldBeOk().SongIds[12];
        (await _server.LikeAsync(opened.SessionId, later)).ShouldBeError(400);

        var more = (await _server.MoreAsync(opened.SessionId)).ShouldBeOk();

        (await _server.LikeAsync(opened.SessionId, more.SongIds[0])).ShouldBeOk();
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("[\"a\"]")]
    [InlineData("\"a lie\"")]
    public async Task What_the_client_calls_the_song_does_not_matter(string name)
    {
        var opened = await OpenAsync();

        (await _server.PostJsonAsync(Verdict,
            $"{{\"session_id\": \"{opened.SessionId}\", \"song_id\": \"{opened.SongIds[0]}\", \"song_name\": {name}, \"artist_name\": {name}, \"feedback\": 1, \"more\": {{}}}}")).ShouldBeOk();

        (await _server.KeptAsync(opened.SessionId)).ShouldBeOk().Text.ShouldNotContain("a lie");
    }

    [Theory]
    [MemberData(nameof(BadFeedback))]
    public async Task Bad_feedback_gets_a_sentence_and_leaves_nothing(string path, string body, int status, string words)
    {
        var opened = await OpenAsync();
        var json = body.Replace("\"S\"", Quoted(opened.SessionId), StringComparison.Ordinal).Replace("\"T\"", Quoted(opened.SongIds[0]), StringComparison.Ordinal);

        var answer = await _server.PostJsonAsync(path, json);

        answer.ShouldBeError(status).ShouldContain(words);
        (await _server.FeedbackAsync(opened.SessionId)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Verdict, "text/plain")]
    [InlineData(Implicit, "text/plain")]
    [InlineData(Verdict, "application/x-www-form-urlencoded")]
    [InlineData(Implicit, "multipart/form-data; boundary=b")]
    [InlineData(Verdict, null)]
    [InlineData(Implicit, "application/json; charset=no-such-charset")]
    public async Task Another_content_type_is_not_read(string path, string? type)
    {
        var answer = await _server.PostAsync(path, type, "{\"session_id\": \"a\"}"u8.ToArray());

        answer.ShouldBeError(415);
    }

    [Theory]
    [InlineData(Verdict)]
    [InlineData(Implicit)]
    [InlineData("/api/more-songs")]
    public async Task A_body_of_a_megabyte_is_too_large(string path)
    {
        var answer = await _server.PostJsonAsync(path, $"{{\"session_id\": \"{new string('a', 1024 * 1024)}\"}}");

        answer.ShouldBeError(413).ShouldContain("256 KiB");
    }

    [Fact]
    public async Task The_sums_count_the_last_words()
    {
        await using var server = await RunningServer.StartAsync();
        var none = (await server.GetAsync("/api/feedback/stats")).ShouldBeOk().Json;
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        await server.DislikeAsync(opened.SessionId, opened.SongIds[0]);
        await server.LikeAsync(opened.SessionId, opened.SongIds[0]);
        await server.LikeAsync(opened.SessionId, opened.SongIds[1]);
        await server.LikeAsync(opened.SessionId, opened.SongIds[2]);
        await server.DislikeAsync(opened.SessionId, opened.SongIds[3]);
        await server.DoAsync(opened.SessionId, "spotify_click", opened.SongIds[4]);

        var some = (await server.GetAsync("/api/feedback/stats")).ShouldBeOk().Json;

        none.GetRawText().ShouldBe("{\"likes\":0,\"dislikes\":0,\"total\":0,\"like_rate\":null}");
        some.GetRawText().ShouldBe("{\"likes\":3,\"dislikes\":1,\"total\":4,\"like_rate\":0.75}");
    }

    private static string Id(Answer answer) => answer.ShouldBeOk().Json.GetProperty("feedback_id").GetString()!;

    private async Task<Answer> OpenAsync() => (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
}
