using System.Text.Json;

namespace StoryBeats.Server.Tests;

/// <summary>A visitor tunes the songs of a photo.</summary>
public sealed class RefineTests(SharedServer shared)
{
    private readonly RunningServer _server = shared.Server;

    [Fact]
    public async Task Wishes_bring_other_songs_and_taken_back_the_first_ones()
    {
        var opened = await OpenAsync();

        var loud = (await _server.RefineAsync(opened.SessionId, """{"energy": 0.95, "valence": 0.9}""")).ShouldBeOk();
        var back = (await _server.RefineAsync(opened.SessionId, "{}")).ShouldBeOk();

        Answer.Names(loud.Json).ShouldBe(["session_id", "analysis", "songs", "remaining", "relaxed", "sources", "message"]);
        loud.SessionId.ShouldBe(opened.SessionId);
        AnalyzeTests.ShouldBeAnalysis(loud.Json.GetProperty("analysis"));
        foreach (var song in loud.Songs)
            AnalyzeTests.ShouldBeSong(song);
        loud.Json.GetProperty("analysis").GetProperty("energy").GetDouble().ShouldBe(.95);
        loud.SongIds.Count.ShouldBe(5);
        loud.SongIds.ShouldNotBe(opened.SongIds);
        back.SongIds.ShouldBe(opened.SongIds);
        back.Json.GetProperty("analysis").GetRawText().ShouldBe(opened.Json.GetProperty("analysis").GetRawText());
    }

    [Fact]
    public async Task Every_wish_is_honoured_and_kept()
    {
        var opened = await OpenAsync();
        var artist = opened.Songs.First().GetProperty("artist").GetString()!;

        var answer = (await _server.RefineAsync(opened.SessionId,
            $$"""
            {"energy": 0.4, "valence": 0.5, "tempo": 96.5, "languages": ["Tamil", "te"], "freshness": 0, "familiarity": 0.5,
             "like": {{FeedbackClient.Quoted(opened.SongIds[1])}}, "exclude": [{{FeedbackClient.Quoted(opened.SongIds[2])}}], "exclude_artists": [{{FeedbackClient.Quoted(artist)}}, " "]}
            """)).ShouldBeOk();

        answer.Songs.ShouldAllBe(song => song.GetProperty("language_type").GetString() == "Tamil" || song.GetProperty("language_type").GetString() == "Telugu");
        answer.Json.GetProperty("analysis").GetProperty("tempo").GetDouble().ShouldBe(96);
        var wishes = (await _server.KeptAsync(opened.SessionId)).ShouldBeOk().Json.GetProperty("wishes");
        wishes.GetProperty("tempo").GetDouble().ShouldBe(96.5);
        wishes.GetProperty("freshness").GetDouble().ShouldBe(0);
        wishes.GetProperty("familiarity").GetDouble().ShouldBe(.5);
        wishes.GetProperty("like").GetString().ShouldBe(opened.SongIds[1]);
        wishes.GetProperty("languages").EnumerateArray().Select(language => language.GetString()).ShouldBe(["Tamil", "Telugu"]);
        wishes.GetProperty("exclude").EnumerateArray().Select(id => id.GetString()).ShouldBe([opened.SongIds[2]]);
        wishes.GetProperty("exclude_artists").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Songs_that_a_wish_brought_can_be_liked_also_when_the_next_has_taken_them_away()
    {
        var opened = await OpenAsync();
        var loud = (await _server.RefineAsync(opened.SessionId, """{"energy": 0.95}""")).ShouldBeOk();
        (await _server.LikeAsync(opened.SessionId, loud.SongIds[0])).ShouldBeOk();
        (await _server.RefineAsync(opened.SessionId, """{"energy": 0.1}""")).ShouldBeOk().SongIds.ShouldNotContain(loud.SongIds[1], StringComparer.Ordinal);

        (await _server.LikeAsync(opened.SessionId, loud.SongIds[1])).ShouldBeOk();

        (await _server.FeedbackAsync(opened.SessionId)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_tempo_that_is_asked_for_is_heard()
    {
        var opened = await OpenAsync();

        var slow = (await _server.RefineAsync(opened.SessionId, """{"tempo": 70}""")).ShouldBeOk();
        var quick = (await _server.RefineAsync(opened.SessionId, """{"tempo": 150}""")).ShouldBeOk();

        Tempo(slow).ShouldBeLessThan(95);
        Tempo(quick).ShouldBeGreaterThan(125);

        static double Tempo(Answer answer) => answer.Songs.Average(song => song.GetProperty("features").GetProperty("tempo").GetDouble());
    }

    [Fact]
    public async Task Languages_switched_off_stay_away_from_a_photo_on()
    {
        var opened = (await _server.PostAsync("/api/v2/recommendations", Form.Of(RenderedPhoto.Good).Field("exclude_languages", "Hindi,Punjabi"))).ShouldBeOk();
        var refined = (await _server.RefineAsync(opened.SessionId, """{"exclude_languages": ["English"]}""")).ShouldBeOk();
        var more = (await _server.MoreAsync(opened.SessionId)).ShouldBeOk();

        Languages(opened).ShouldNotContain("Hindi", StringComparer.Ordinal);
        Languages(opened).ShouldNotContain("Punjabi", StringComparer.Ordinal);
        Languages(refined).Concat(Languages(more)).ShouldNotContain("English", StringComparer.Ordinal);
        (await _server.RefineAsync(opened.SessionId, """{"exclude_languages": ["Klingon"]}""")).ShouldBeProblem(400).ShouldContain("exclude_languages");

        static IReadOnlyList<string> Languages(Answer answer) => [.. answer.Songs.Select(song => song.GetProperty("language_type").GetString()!)];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(30)]
    public async Task As_many_songs_come_as_the_page_shows(int count)
    {
        var opened = await OpenAsync();

        var refined = (await _server.RefineAsync(opened.SessionId, $$"""{"energy": 0.8, "count": {{count}}}""")).ShouldBeOk();
        var more = (await _server.MoreAsync(opened.SessionId)).ShouldBeOk();

        refined.SongIds.Count.ShouldBe(count);
        refined.SongIds.Concat(more.SongIds).ShouldBeUnique(StringComparer.Ordinal);
        (await _server.RefineAsync(opened.SessionId, """{"count": 31}""")).ShouldBeProblem(400).ShouldContain("30");
    }

    [Fact]
    public async Task A_like_changes_no_song_that_the_same_wishes_bring_but_by_itself()
    {
        var opened = await OpenAsync();
        (await _server.LikeAsync(opened.SessionId, opened.SongIds[0])).ShouldBeOk();
        var once = (await _server.RefineAsync(opened.SessionId, "{}")).ShouldBeOk();

        // Each of these shows songs that are passed over.
        foreach (var energy in (string[])["0.1", "0.5", "0.9"])
            (await _server.RefineAsync(opened.SessionId, $$"""{"energy": {{energy}}}""")).ShouldBeOk();

        (await _server.RefineAsync(opened.SessionId, "{}")).ShouldBeOk().SongIds.ShouldBe(once.SongIds);
    }

    [Fact]
    public async Task More_songs_and_a_corrected_mood_go_on_with_the_wishes_and_repeat_nothing()
    {
        var opened = await OpenAsync();
        var refined = (await _server.RefineAsync(opened.SessionId, """{"languages": ["Hindi"]}""")).ShouldBeOk();

        var more = (await _server.MoreAsync(opened.SessionId)).ShouldBeOk();
        var felt = (await _server.CorrectAsync(opened.SessionId, "energetic")).ShouldBeOk();
        var again = (await _server.RefineAsync(opened.SessionId, """{"languages": ["Hindi"]}""")).ShouldBeOk();

        more.Songs.Concat(felt.Songs).ShouldAllBe(song => song.GetProperty("language_type").GetString() == "Hindi");
        opened.SongIds.Union(refined.SongIds, StringComparer.Ordinal).Concat(more.SongIds).Concat(felt.SongIds).ShouldBeUnique(StringComparer.Ordinal);
        // What the visitor felt is what the photo says from now on.
        again.Json.GetProperty("analysis").GetProperty("mood_category").GetString().ShouldBe("energetic");
    }

    [Fact]
    public async Task A_mood_felt_otherwise_takes_the_place_of_the_sliders_that_say_the_mood_and_of_no_other_wish()
    {
        var opened = await OpenAsync();
        var untuned = await OpenAsync();
        (await _server.RefineAsync(opened.SessionId, $$"""
            {"energy": 0.05, "valence": 0.1, "tempo": 60, "languages": ["Hindi"], "freshness": 0.2, "familiarity": 0.9, "like": {{FeedbackClient.Quoted(opened.SongIds[1])}}, "exclude_artists": ["Badshah"]}
            """)).ShouldBeOk();

        var felt = (await _server.CorrectAsync(opened.SessionId, "energetic")).ShouldBeOk();

        var plain = (await _server.CorrectAsync(untuned.SessionId, "energetic")).ShouldBeOk().Json.GetProperty("analysis");
        foreach (var figure in (string[])["energy", "valence", "tempo"])
            felt.Json.GetProperty("analysis").GetProperty(figure).GetDouble().ShouldBe(plain.GetProperty(figure).GetDouble(), figure);
        var wishes = (await _server.KeptAsync(opened.SessionId)).ShouldBeOk().Json.GetProperty("wishes");
        foreach (var dropped in (string[])["energy", "valence", "tempo"])
            wishes.GetProperty(dropped).ValueKind.ShouldBe(JsonValueKind.Null, dropped);
        wishes.GetProperty("freshness").GetDouble().ShouldBe(.2);
        wishes.GetProperty("familiarity").GetDouble().ShouldBe(.9);
        wishes.GetProperty("like").GetString().ShouldBe(opened.SongIds[1]);
        wishes.GetProperty("languages").GetArrayLength().ShouldBe(1);
        wishes.GetProperty("exclude_artists").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Tuning_more_songs_and_moods_at_once_lose_nothing()
    {
        var opened = await OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(call => (call % 5) switch
        {
            0 => _server.MoreAsync(opened.SessionId),
            1 => _server.CorrectAsync(opened.SessionId, "happy"),
            _ => _server.RefineAsync(opened.SessionId, $$"""{"energy": 0.{{call}}}"""),
        }));

        foreach (var answer in answers)
            answer.ShouldBeOk().SongIds.Count.ShouldBe(5);
        answers.Where((_, call) => call % 5 < 2).SelectMany(answer => answer.SongIds).ShouldBeUnique(StringComparer.Ordinal);
        foreach (var song in answers.SelectMany(answer => answer.SongIds).Distinct(StringComparer.Ordinal).Take(10))
            (await _server.LikeAsync(opened.SessionId, song)).ShouldBeOk();
    }

    [Theory]
    [InlineData("""{"energy": 1.01}""", "energy")]
    [InlineData("""{"valence": -0.1}""", "valence")]
    [InlineData("""{"tempo": 39}""", "tempo")]
    [InlineData("""{"tempo": 221}""", "tempo")]
    [InlineData("""{"freshness": 2}""", "freshness")]
    [InlineData("""{"familiarity": 1e999}""", "familiarity")]
    [InlineData("""{"languages": ["Klingon"]}""", "languages")]
    [InlineData("""{"languages": [null]}""", "languages")]
    [InlineData("""{"languages": ["en", "hi", "pa", "ta", "te", "ml"]}""", "languages")]
    [InlineData("""{"exclude": ["a-song-id-of-more-than-a-hundred-letters-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]}""", "exclude")]
    [InlineData("""{"like": "no-such-song"}""", "like")]
    [InlineData("""{"energy": "loud"}""", "JSON")]
    [InlineData("""{"languages": "Hindi"}""", "JSON")]
    [InlineData("""{"exclude_artists": [4]}""", "JSON")]
    [InlineData("[]", "JSON")]
    [InlineData("null", "JSON")]
    [InlineData("", "JSON")]
    public async Task A_wish_that_is_none_is_a_bad_request(string json, string names)
    {
        var opened = await OpenAsync();

        (await _server.RefineAsync(opened.SessionId, json)).ShouldBeProblem(400).ShouldContain(names);
        (await _server.KeptAsync(opened.SessionId)).ShouldBeOk().Json.GetProperty("wishes").GetProperty("energy").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_language_wished_twice_is_one()
    {
        var opened = await OpenAsync();

        (await _server.RefineAsync(opened.SessionId, """{"languages": ["Hindi", "hi", "Tamil", "Hindi"]}""")).ShouldBeOk();

        (await _server.KeptAsync(opened.SessionId)).ShouldBeOk().Json.GetProperty("wishes").GetProperty("languages").EnumerateArray()
            .Select(language => language.GetString()).ShouldBe(["Hindi", "Tamil"]);
    }

    [Fact]
    public async Task Too_many_artists_songs_or_bytes_are_refused()
    {
        var opened = await OpenAsync();
        var names = string.Join(',', Enumerable.Range(0, 101).Select(number => $"\"artist {number}\""));

        (await _server.RefineAsync(opened.SessionId, $$"""{"exclude_artists": [{{names}}]}""")).ShouldBeProblem(400).ShouldContain("100");
        (await _server.RefineAsync(opened.SessionId, $$"""{"exclude_artists": ["{{new string('a', 201)}}"]}""")).ShouldBeProblem(400).ShouldContain("200");
        (await _server.RefineAsync(opened.SessionId, $$"""{"like": "{{new string('a', 300_000)}}"}""")).ShouldBeProblem(413);
        (await _server.PostAsync($"/api/v2/sessions/{opened.SessionId}/refine", "text/plain", "{}"u8.ToArray())).ShouldBeProblem(415);
    }

    [Fact]
    public async Task A_session_that_is_unknown_or_deleted_cannot_be_tuned()
    {
        var opened = await OpenAsync();
        await _server.SendAsync(HttpMethod.Delete, $"/api/v2/sessions/{opened.SessionId}");

        foreach (var id in (string[])["none", "AAAAAAAAAAAAAAAAAAAAAA", opened.SessionId])
        {
            var answer = await _server.RefineAsync(id, "{}");
            answer.ShouldBeProblem(404);
            answer.Code.ShouldBe("session_unknown");
        }
    }

    [Fact]
    public async Task The_fields_come_with_the_photo_too()
    {
        var opened = await OpenAsync();
        var artists = opened.Songs.Select(song => song.GetProperty("artist").GetString()!).ToList();
        var form = Form.Of(RenderedPhoto.Good).Field("tempo", "150").Field("freshness", "0").Field("familiarity", "0.5").Field("exclude_artists", "Tyler, The Creator");
        foreach (var artist in artists)
            form.Field("exclude_artists", artist);

        var answer = (await _server.PostAsync("/api/v2/recommendations", form)).ShouldBeOk();

        answer.Json.GetProperty("analysis").GetProperty("tempo").GetDouble().ShouldBe(150);
        answer.Songs.Select(song => song.GetProperty("artist").GetString()!).Intersect(artists, StringComparer.Ordinal).ShouldBeEmpty();
        answer.Songs.ShouldAllBe(song => song.GetProperty("recency_bonus").GetDouble() < .5);
        var wishes = (await _server.KeptAsync(answer.SessionId)).ShouldBeOk().Json.GetProperty("wishes");
        wishes.GetProperty("exclude_artists").EnumerateArray().First().GetString().ShouldBe("tylerthecreator");
        var back = (await _server.RefineAsync(answer.SessionId, "{}")).ShouldBeOk();
        back.SongIds.ShouldBe(opened.SongIds);
    }

    [Theory]
    [InlineData("tempo", "fast")]
    [InlineData("tempo", "300")]
    [InlineData("freshness", "1,5")]
    [InlineData("familiarity", "-1")]
    public async Task A_field_of_the_form_that_is_none_is_a_bad_request(string name, string value) =>
        (await _server.PostAsync("/api/v2/recommendations", Form.Of(RenderedPhoto.Good).Field(name, value))).ShouldBeProblem(400).ShouldStartWith($"{name} must be");

    [Fact]
    public async Task Every_song_says_why_in_codes_beside_the_sentences()
    {
        foreach (var song in (await OpenAsync()).Songs)
        {
            var why = song.GetProperty("why").EnumerateArray().ToList();
            why.Select(reason => reason.GetProperty("text").GetString()).ShouldBe(song.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));
            why.ShouldAllBe(reason => reason.GetProperty("code").GetString()!.Length > 0 && reason.GetProperty("values").ValueKind == JsonValueKind.Object);
            foreach (var filed in why.Where(reason => reason.GetProperty("code").GetString() == "filed_under"))
                filed.GetProperty("text").GetString().ShouldBe($"People file it under {filed.GetProperty("values").GetProperty("mood").GetString()}");
        }
    }

    [Fact]
    public async Task What_is_wrong_with_a_photo_has_a_code()
    {
        (await _server.AnalyzeAsync([])).Code.ShouldBe("photo_empty");
        (await _server.AnalyzeAsync("no photo"u8.ToArray())).Code.ShouldBe("photo_not_an_image");
        (await _server.AnalyzeAsync(RenderedPhoto.Good[..2000])).Code.ShouldBe("photo_damaged");
        (await _server.PostAsync("/api/v2/recommendations", Form.Of("no photo"u8.ToArray()))).Code.ShouldBe("photo_not_an_image");
        (await _server.PostAsync("/api/v2/recommendations", Form.Of(new byte[(16 * 1024 * 1024) + 1]))).Code.ShouldBe("photo_too_large");
        (await _server.PostAsync("/api/v2/recommendations", Form.Of(RenderedPhoto.Good).Field("count", "many"))).Code.ShouldBeNull();
        (await _server.MoreAsync("AAAAAAAAAAAAAAAAAAAAAA")).Code.ShouldBe("session_unknown");
    }

    [Theory]
    [InlineData("RefinePerMinute")]
    [InlineData("RefinePerHour")]
    [InlineData("RefinePerDay")]
    public async Task Tuning_has_limits_of_its_own_and_costs_neither_photos_nor_feedback(string setting)
    {
        await using var server = await RunningServer.StartWithLimitsAsync($"--RateLimits:{setting}=2", "--RateLimits:FeedbackPerHour=1", "--RateLimits:PerHour=1");
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        (await server.RefineAsync(opened.SessionId, "{}")).ShouldBeOk();
        (await server.RefineAsync(opened.SessionId, "{}")).ShouldBeOk();

        (await server.RefineAsync(opened.SessionId, "{}")).ShouldBeProblem(429);

        (await server.LikeAsync(opened.SessionId, opened.SongIds[0])).ShouldBeOk();
        (await server.LikeAsync(opened.SessionId, opened.SongIds[1])).ShouldBeError(429);
    }

    [Fact]
    public async Task What_is_no_character_in_a_name_is_left_out()
    {
        var opened = await OpenAsync();

        (await _server.RefineAsync(opened.SessionId, """{"exclude_artists": ["\ufffe"]}""")).ShouldBeOk().SongIds.ShouldBe(opened.SongIds);
        (await _server.RefineAsync(opened.SessionId, """{"exclude_artists": ["Arijit \ufffeSingh", "\ufffe"]}""")).ShouldBeOk();

        (await _server.KeptAsync(opened.SessionId)).ShouldBeOk().Json.GetProperty("wishes").GetProperty("exclude_artists").EnumerateArray()
            .Select(name => name.GetString()).ShouldBe(["arijitsingh"]);
        (await _server.RefineAsync(opened.SessionId, """{"exclude_artists": ["\ud800"]}""")).ShouldBeProblem(400).ShouldContain("JSON");
    }

    [Fact]
    public async Task A_form_takes_names_that_are_no_text_too()
    {
        var opened = await OpenAsync();

        (await _server.PostAsync("/api/v2/recommendations", Form.Of(RenderedPhoto.Good).Field("exclude_artists", "\ufffe"))).ShouldBeOk().SongIds.ShouldBe(opened.SongIds);
    }

    private async Task<Answer> OpenAsync() => (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
}
