using System.Globalization;
using System.Text.Json;

namespace StoryBeats.Server.Tests;

public sealed class RecommendationTests(SharedServer shared)
{
    private const string Path = "/api/v2/recommendations";

    private readonly RunningServer _server = shared.Server;

    public static TheoryData<string, string> BadFields
    {
        get
        {
            var fields = new TheoryData<string, string>();
            foreach (var count in (string[])["0", "31", "-1", "five", "1.5", "1e1", "0x5", "5 5", "+5", "99999999999999999999", "٥", "NaN"])
                fields.Add("count", count);
            foreach (var share in (string[])["-0.1", "1.1", "NaN", "Infinity", "-Infinity", "loud", "0,5", "1e400", "0.5.5", "50%", "--1"])
            {
                fields.Add("energy", share);
                fields.Add("valence", share);
            }

            foreach (var languages in (string[])["Klingon", "en,xx", "English;Hindi", "*", "English,Hindi,Punjabi,Tamil,Telugu,Korean", "<script>", "en-GB"])
                fields.Add("languages", languages);
            fields.Add("exclude", string.Join(',', Enumerable.Range(0, 501)));
            fields.Add("exclude", new string('x', 70_000));
            return fields;
        }
    }

    [Fact]
    public async Task Recommendations_give_every_field()
    {
        var answer = (await RecommendAsync()).ShouldBeOk().Json;

        Answer.ShouldHave(answer, "session_id", "analysis", "songs", "remaining", "relaxed", "profile", "candidates");
        AnalyzeTests.ShouldBeAnalysis(answer.GetProperty("analysis"));
        foreach (var name in (string[])["mood_category", "source"])
            answer.GetProperty("analysis").GetProperty(name).GetString().ShouldNotBeNullOrWhiteSpace(name);
        answer.GetProperty("analysis").GetProperty("colors").EnumerateArray().ShouldNotBeEmpty();
        answer.GetProperty("analysis").GetProperty("notes").ValueKind.ShouldBe(JsonValueKind.Array);
        answer.GetProperty("songs").GetArrayLength().ShouldBe(5);
        answer.GetProperty("remaining").GetInt32().ShouldBe(25);
        answer.GetProperty("relaxed").ValueKind.ShouldBe(JsonValueKind.Array);
        answer.GetProperty("profile").GetString().ShouldBe("matched");
        Answer.ShouldHave(answer.GetProperty("candidates"), "offered", "duplicates", "scored", "filtered", "ranked");
    }

    [Fact]
    public async Task Every_song_says_why_and_where_its_features_come_from_and_links()
    {
        var answer = (await RecommendAsync()).ShouldBeOk();

        foreach (var song in answer.Songs)
        {
            AnalyzeTests.ShouldBeSong(song);
            foreach (var name in (string[])["release_date", "popularity_estimated", "genres", "source"])
                song.TryGetProperty(name, out _).ShouldBeTrue(name);
            song.GetProperty("reasons").EnumerateArray().ShouldNotBeEmpty();
            song.GetProperty("reasons").EnumerateArray().ShouldAllBe(reason => reason.GetString()!.Length > 0);
            var features = song.GetProperty("features");
            features.GetProperty("source").GetString().ShouldBeOneOf("measured", "curated_estimate", "estimate");
            foreach (var name in (string[])["energy", "valence", "danceability", "acousticness", "instrumentalness", "confidence"])
                features.GetProperty(name).GetDouble().ShouldBeInRange(0, 1, name);
            features.GetProperty("tempo").GetDouble().ShouldBeInRange(20, 260);
            foreach (var name in (string[])["spotify", "apple_music", "youtube_music"])
                new Uri(song.GetProperty("links").GetProperty(name).GetString()!).Scheme.ShouldBe("https", name);
        }
    }

    [Fact]
    public async Task Version_one_and_two_agree_on_the_songs()
    {
        var v1 = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        var v2 = (await RecommendAsync()).ShouldBeOk();

        v2.SongIds.ShouldBe(v1.SongIds);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("5")]
    [InlineData("12")]
    [InlineData("30")]
    [InlineData(" 7 ")]
    public async Task Count_is_honoured(string text)
    {
        var count = int.Parse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);

        var answer = (await RecommendAsync(("count", text))).ShouldBeOk();

        answer.SongIds.Count.ShouldBe(count);
        answer.SongIds.ShouldBeUnique(StringComparer.Ordinal);
        answer.Json.GetProperty("remaining").GetInt32().ShouldBe(30 - count);
    }

    [Fact]
    public async Task More_songs_goes_on_after_the_count()
    {
        var opened = (await RecommendAsync(("count", "12"))).ShouldBeOk();

        var more = (await _server.PostJsonAsync("/api/more-songs", $"{{\"session_id\": \"{opened.SessionId}\"}}")).ShouldBeOk();

        more.SongIds.Count.ShouldBe(5);
        more.SongIds.Intersect(opened.SongIds, StringComparer.Ordinal).ShouldBeEmpty();
        more.Json.GetProperty("remaining").GetInt32().ShouldBe(13);
    }

    [Theory]
    [InlineData("Hindi", "Hindi")]
    [InlineData("hi", "Hindi")]
    [InlineData("TAMIL", "Tamil")]
    [InlineData("ur", "Hindi")]
    [InlineData("ta,te", "Tamil,Telugu")]
    [InlineData(" English , Punjabi ,", "English,Punjabi")]
    [InlineData("en,English,EN", "English")]
    public async Task Languages_are_honoured_by_name_and_by_code(string asked, string expected)
    {
        var answer = (await RecommendAsync(("languages", asked), ("count", "10"))).ShouldBeOk();

        var languages = answer.Songs.Select(song => song.GetProperty("language_type").GetString()!).ToHashSet(StringComparer.Ordinal);
        languages.ShouldBe(expected.Split(','), ignoreOrder: true);
    }

    [Fact]
    public async Task Languages_may_come_as_fields_of_their_own()
    {
        var answer = (await RecommendAsync(("languages", "ta"), ("languages", "pa"), ("count", "10"))).ShouldBeOk();

        answer.Songs.Select(song => song.GetProperty("language_type").GetString()!).Distinct(StringComparer.Ordinal)
            .ShouldBe(["Tamil", "Punjabi"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("energy")]
    [InlineData("valence")]
    public async Task Sliders_move_the_reading_and_the_songs(string field)
    {
        var low = (await RecommendAsync((field, "0.1"), ("count", "20"))).ShouldBeOk();
        var high = (await RecommendAsync((field, "0.95"), ("count", "20"))).ShouldBeOk();

        low.Json.GetProperty("analysis").GetProperty(field).GetDouble().ShouldBe(.1, .001);
        high.Json.GetProperty("analysis").GetProperty(field).GetDouble().ShouldBe(.95, .001);
        Mean(high).ShouldBeGreaterThan(Mean(low) + .1);

        double Mean(Answer answer) => answer.Songs.Average(song => song.GetProperty("features").GetProperty(field).GetDouble());
    }

    [Theory]
    [InlineData("energy", "0")]
    [InlineData("energy", "1")]
    [InlineData("valence", "1.0")]
    [InlineData("valence", "5e-1")]
    [InlineData("count", "")]
    [InlineData("languages", "  ")]
    [InlineData("exclude", ",,,")]
    [InlineData("exclude", "no-such-song")]
    public async Task Values_at_the_edge_are_taken(string field, string value)
    {
        var answer = await RecommendAsync((field, value));

        answer.ShouldBeOk().SongIds.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Excluded_songs_never_come_not_even_later()
    {
        var before = (await RecommendAsync(("count", "30"))).ShouldBeOk();

        var after = (await RecommendAsync(("exclude", string.Join(',', before.SongIds)), ("count", "30"))).ShouldBeOk();
        var more = (await _server.PostJsonAsync("/api/more-songs", $"{{\"session_id\": \"{after.SessionId}\"}}")).ShouldBeOk();

        after.SongIds.Count.ShouldBe(30);
        after.SongIds.Concat(more.SongIds).Intersect(before.SongIds, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(BadFields))]
    public async Task A_bad_value_is_a_problem_that_names_its_field(string field, string value)
    {
        var answer = await RecommendAsync((field, value));

        answer.ShouldBeProblem(400).ShouldContain(field);
    }

    [Fact]
    public async Task The_sentence_on_languages_says_which_are_known()
    {
        var answer = await RecommendAsync(("languages", "Klingon"));

        answer.ShouldBeProblem(400).ShouldContain("English, Hindi, Punjabi");
    }

    [Fact]
    public async Task A_form_without_a_photo_is_a_problem()
    {
        var answer = await _server.PostAsync(Path, new Form().Field("count", "5"));

        answer.ShouldBeProblem(400).ShouldContain("photo");
    }

    [Fact]
    public async Task A_file_that_is_no_photo_is_a_problem()
    {
        var answer = await _server.PostAsync(Path, Form.Of("%PDF-1.7 and so on"u8.ToArray()));

        answer.ShouldBeProblem(400).ShouldContain("PDF");
    }

    private Task<Answer> RecommendAsync(params (string Name, string Value)[] fields)
    {
        var form = Form.Of(RenderedPhoto.Good);
        foreach (var (name, value) in fields)
            form.Field(name, value);
        return _server.PostAsync(Path, form);
    }
}
