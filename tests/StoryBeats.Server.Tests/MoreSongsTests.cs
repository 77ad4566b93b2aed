using System.Text;
using System.Text.Json;

namespace StoryBeats.Server.Tests;

public sealed class MoreSongsTests(SharedServer shared)
{
    private const string Path = "/api/more-songs";

    private readonly RunningServer _server = shared.Server;

    public static TheoryData<string> Malformed =>
    [
        "", "{", "[]", "null", "\"id\"", "42", "{\"session_id\": 7}", "{\"session_id\": [\"a\"]}", "{\"session_id\": \"a\", \"offset\": \"five\"}",
        "{\"session_id\": \"a\", \"offset\": 1.5}", "{\"session_id\": \"a\", \"offset\": 99999999999}", "{\"session_id\": \"a\"} trailing",
        "\u0000", "session_id=abc",
    ];

    public static TheoryData<string> Missing => ["{}", "{\"session_id\": null}", "{\"session_id\": \"\"}", "{\"session_id\": \"  \"}", "{\"Session\": \"a\"}"];

    public static TheoryData<string> Unknown => ["no-such-session", "AAAAAAAAAAAAAAAAAAAAAA", "../../etc/passwd", "\\u0000", "💥", "'; DROP TABLE sessions; --"];

    [Fact]
    public async Task More_songs_gives_every_field_of_the_contract()
    {
        var first = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        var more = (await NextAsync(first.SessionId)).ShouldBeOk();

        Answer.ShouldHave(more.Json, "success", "songs", "cached", "remaining", "relaxed", "message");
        more.Json.GetProperty("success").GetBoolean().ShouldBeTrue();
        more.Json.GetProperty("cached").GetBoolean().ShouldBeTrue();
        more.SongIds.Count.ShouldBe(5);
        foreach (var song in more.Songs)
            AnalyzeTests.ShouldBeSong(song);
        more.SongIds.Intersect(first.SongIds, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public async Task More_songs_never_repeats_one_through_all_thirty_and_beyond()
    {
        const int Pages = 14;
        var first = (await _server.AnalyzeAsync(RenderedPhoto.Jpeg(240, 180, seed: 11))).ShouldBeOk();
        var seen = first.SongIds.ToList();

        for (var page = 0; page < Pages; page++)
            seen.AddRange((await NextAsync(first.SessionId)).ShouldBeOk().SongIds);

        seen.Count.ShouldBe(5 * (Pages + 1));
        seen.ShouldBeUnique(StringComparer.Ordinal);
    }

    [Fact]
    public async Task More_songs_ends_with_an_empty_list_and_a_sentence()
    {
        var opened = (await _server.PostAsync("/api/v2/recommendations",
            new Form().File("photo", RenderedPhoto.Good).Field("languages", "Korean").Field("count", "30"))).ShouldBeOk();
        var seen = opened.SongIds.ToList();

        var last = opened;
        for (var page = 0; page < 1000 && last.SongIds.Count > 0; page++)
            seen.AddRange((last = (await NextAsync(opened.SessionId)).ShouldBeOk()).SongIds);

        last.SongIds.ShouldBeEmpty();
        last.Json.GetProperty("message").GetString().ShouldNotBeNull().ShouldEndWith(".");
        last.Json.GetProperty("remaining").GetInt32().ShouldBe(0);
        seen.ShouldBeUnique(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Many_clients_on_one_session_never_get_the_same_song_twice()
    {
        var first = (await _server.AnalyzeAsync(RenderedPhoto.Jpeg(240, 180, seed: 12))).ShouldBeOk();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => NextAsync(first.SessionId), TestContext.Current.CancellationToken)));

        foreach (var answer in answers)
            answer.ShouldBeOk();
        answers.SelectMany(answer => answer.SongIds).Concat(first.SongIds).ShouldBeUnique(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Many_clients_on_one_session_all_get_songs_while_there_are_some()
    {
        var first = (await _server.AnalyzeAsync(RenderedPhoto.Jpeg(240, 180, seed: 13))).ShouldBeOk();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => NextAsync(first.SessionId), TestContext.Current.CancellationToken)));

        answers.Count(answer => answer.ShouldBeOk().SongIds.Count == 0).ShouldBe(0);
    }

    [Fact]
    public async Task Sessions_do_not_take_songs_from_each_other()
    {
        var photo = RenderedPhoto.Jpeg(240, 180, seed: 14);
        var mine = (await _server.AnalyzeAsync(photo)).ShouldBeOk();
        var yours = (await _server.AnalyzeAsync(photo)).ShouldBeOk();

        var myNext = (await NextAsync(mine.SessionId)).ShouldBeOk();
        var yourNext = (await NextAsync(yours.SessionId)).ShouldBeOk();

        yourNext.SongIds.ShouldBe(myNext.SongIds);
    }

    [Theory]
    [InlineData("\"offset\": 5")]
    [InlineData("\"offset\": 0")]
    [InlineData("\"offset\": null")]
    [InlineData("\"offset\": 2147483647")]
    [InlineData("\"analysis\": null")]
    [InlineData("\"analysis\": {\"mood\": \"happy\", \"themes\": [\"beach\"], \"deep\": {\"er\": [1, 2, {}]}}")]
    [InlineData("\"analysis\": \"anything\"")]
    [InlineData("\"unknown\": true")]
    public async Task What_the_original_sends_besides_is_accepted(string besides)
    {
        var first = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        var more = await _server.PostJsonAsync(Path, $"{{\"session_id\": \"{first.SessionId}\", {besides}}}");

        more.ShouldBeOk().SongIds.Count.ShouldBe(5);
    }

    [Fact]
    public async Task The_originals_own_analysis_can_be_sent_back()
    {
        var first = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        var more = await _server.PostJsonAsync(Path,
            $"{{\"session_id\": \"{first.SessionId}\", \"offset\": 5, \"analysis\": {first.Json.GetProperty("analysis").GetRawText()}}}");

        more.ShouldBeOk().SongIds.Count.ShouldBe(5);
    }

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task An_unknown_session_is_not_found(string id)
    {
        var answer = await _server.PostJsonAsync(Path, JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["session_id"] = id }));

        answer.ShouldBeError(404).ShouldContain("session");
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public async Task A_missing_session_is_a_bad_request(string json)
    {
        var answer = await _server.PostJsonAsync(Path, json);

        answer.ShouldBeError(400).ShouldContain("session_id");
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Malformed_JSON_is_a_bad_request(string json)
    {
        var answer = await _server.PostJsonAsync(Path, json);

        answer.ShouldBeError(400);
    }

    [Fact]
    public async Task JSON_in_a_broken_encoding_is_a_bad_request()
    {
        var answer = await _server.PostAsync(Path, "application/json", [.. "{\"session_id\": \""u8, 0xFF, 0xFE, 0xC3, .. "\"}"u8]);

        answer.ShouldBeError(400);
    }

    [Theory]
    [InlineData("application/json; charset=no-such-charset")]
    [InlineData("application/json; charset=")]
    public async Task An_unknown_charset_is_no_fault_of_the_server(string contentType)
    {
        var answer = await _server.PostAsync(Path, contentType, "{\"session_id\": \"a\"}"u8.ToArray());

        answer.ShouldBeError(415).ShouldContain("UTF-8");
    }

    [Fact]
    public async Task JSON_nested_a_thousand_deep_is_a_bad_request()
    {
        var deep = new StringBuilder().Append('[', 1000).Append(']', 1000);

        var answer = await _server.PostJsonAsync(Path, $"{{\"session_id\": \"a\", \"analysis\": {deep}}}");

        answer.ShouldBeError(400);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=b")]
    [InlineData(null)]
    public async Task Another_content_type_is_not_read(string? contentType)
    {
        var answer = await _server.PostAsync(Path, contentType, "{\"session_id\": \"a\"}"u8.ToArray());

        answer.ShouldBeError(415);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public async Task A_negative_offset_is_a_bad_request(int offset)
    {
        var first = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        var answer = await _server.PostJsonAsync(Path, $"{{\"session_id\": \"{first.SessionId}\", \"offset\": {offset}}}");

        answer.ShouldBeError(400).ShouldContain("offset");
    }

    private Task<Answer> NextAsync(string session) => _server.PostJsonAsync(Path, $"{{\"session_id\": \"{session}\"}}");
}
