using System.Globalization;
using System.Text;
using System.Text.Json;

namespace StoryBeats.Server.Tests;

public sealed class AnalyzeTests(SharedServer shared)
{
    private static readonly string[] Shares = ["energy", "valence", "danceability", "acousticness", "instrumentalness"];

    private static readonly string[] SongFields =
    [
        "id", "name", "artist", "album", "preview_url", "spotify_url", "album_cover", "duration_ms", "popularity", "language_type",
        "vibe_score", "recency_bonus", "final_score",
    ];

    private readonly RunningServer _server = shared.Server;

    public static TheoryData<string> OddForms => [.. Odd.Keys];

    public static TheoryData<string> Formats => ["jpeg", "progressive jpeg", "png", "gif", "webp", "avif"];

    private static Dictionary<string, Form> Odd { get; } = new(StringComparer.Ordinal)
    {
        ["quoted boundary"] = new Form { ContentType = "multipart/form-data; boundary=\"storybeats-boundary\"" }.File("photo", RenderedPhoto.Good),
        ["boundary with punctuation"] = new Form("a'()+_,-./:=?b") { ContentType = "multipart/form-data; boundary=\"a'()+_,-./:=?b\"" }.File("photo", RenderedPhoto.Good),
        ["boundary of seventy characters"] = new Form(new string('b', 70)).File("photo", RenderedPhoto.Good),
        ["content type in upper case"] = new Form { ContentType = "MULTIPART/FORM-DATA; BOUNDARY=storybeats-boundary" }.File("photo", RenderedPhoto.Good),
        ["charset beside the boundary"] = new Form { ContentType = "multipart/form-data; charset=utf-8; boundary=storybeats-boundary" }.File("photo", RenderedPhoto.Good),
        ["text before the first part"] = new Form().Raw("This is a multipart message.\r\n").File("photo", RenderedPhoto.Good),
        ["extra text fields"] = new Form().Field("caption", "dusk").File("photo", RenderedPhoto.Good).Field("more", "of it"),
        ["extra file fields"] = new Form().File("other", [1, 2, 3], "other.bin", "application/octet-stream").File("photo", RenderedPhoto.Good),
        ["v2's fields, wrong ones"] = new Form().Field("count", "many").File("photo", RenderedPhoto.Good),
        ["no extension"] = Form.Of(RenderedPhoto.Good, "photo"),
        ["wrong extension"] = Form.Of(RenderedPhoto.Good, "photo.exe"),
        ["file name in another script"] = Form.Of(RenderedPhoto.Good, "फोटो 📷.jpg"),
        ["file name with a path"] = Form.Of(RenderedPhoto.Good, @"C:\fakepath\..\..\photo.jpg"),
        ["wrong content type on the part"] = new Form().File("photo", RenderedPhoto.Good, type: "text/html"),
        ["no content type on the part"] = new Form().Part("Content-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"", RenderedPhoto.Good),
        ["upper-case field name"] = new Form().File("PHOTO", RenderedPhoto.Good),
        ["unquoted field name"] = new Form().Part("Content-Disposition: form-data; name=photo; filename=a.jpg", RenderedPhoto.Good),
        ["lower-case part headers"] = new Form().Part("content-disposition: form-data; name=\"photo\"; filename=\"a.jpg\"", RenderedPhoto.Good),
        ["extended file name alone"] = new Form().Part("Content-Disposition: form-data; name=\"photo\"; filename*=UTF-8''a%20b.jpg", RenderedPhoto.Good),
        ["unknown part headers"] = new Form().Part("X-Camera: mine\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\nContent-ID: <1>", RenderedPhoto.Good),
        ["two photos, of which the first counts"] = new Form().File("photo", RenderedPhoto.Good).File("photo", Encoding.ASCII.GetBytes("no photo")),
    };

    [Fact]
    public async Task Analyze_gives_every_field_of_the_contract()
    {
        var answer = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk().Json;

        Answer.ShouldHave(answer, "success", "analysis", "songs", "session_id");
        answer.GetProperty("success").GetBoolean().ShouldBeTrue();
        answer.GetProperty("session_id").GetString()!.Length.ShouldBeGreaterThanOrEqualTo(16);
        ShouldBeAnalysis(answer.GetProperty("analysis"));
        answer.GetProperty("songs").GetArrayLength().ShouldBe(5);
        foreach (var song in answer.GetProperty("songs").EnumerateArray())
            ShouldBeSong(song);
    }

    [Fact]
    public async Task Unknown_values_are_null_and_not_missing()
    {
        var answer = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        foreach (var song in answer.Songs)
        {
            song.GetProperty("preview_url").ValueKind.ShouldBe(JsonValueKind.Null);
            song.GetProperty("album_cover").ValueKind.ShouldBe(JsonValueKind.Null);
        }
    }

    [Fact]
    public async Task Songs_are_five_different_ones_and_best_first()
    {
        var answer = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        answer.SongIds.Count.ShouldBe(5);
        answer.SongIds.ShouldBeUnique(StringComparer.Ordinal);
        answer.Songs.Select(song => song.GetProperty("final_score").GetDouble()).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task Every_photo_opens_its_own_session()
    {
        var first = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        var second = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        second.SessionId.ShouldNotBe(first.SessionId, StringComparer.Ordinal);
        second.SongIds.ShouldBe(first.SongIds);
    }

    [Theory]
    [MemberData(nameof(OddForms))]
    public async Task Odd_but_legal_forms_are_read(string name)
    {
        var answer = await _server.PostAsync("/api/analyze", Odd[name]);

        answer.ShouldBeOk().SongIds.Count.ShouldBe(5);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Every_format_is_read_by_content_and_not_by_name(string format)
    {
        var photo = format switch
        {
            "jpeg" => RenderedPhoto.Jpeg(200, 150),
            "progressive jpeg" => RenderedPhoto.Jpeg(200, 150, progressive: true),
            "png" => RenderedPhoto.Png(200, 150),
            "gif" => RenderedPhoto.Gif(200, 150),
            "webp" => RenderedPhoto.WebP(200, 150),
            _ => RenderedPhoto.Avif(200, 150),
        };

        var answer = await _server.PostAsync("/api/analyze", Form.Of(photo, "wrong-name.bmp"));

        answer.ShouldBeOk().SongIds.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(16384, 10)]
    [InlineData(10, 16384)]
    public async Task Photos_at_the_limits_are_read(int width, int height)
    {
        var answer = await _server.AnalyzeAsync(RenderedPhoto.Png(width, height));

        answer.ShouldBeOk().SongIds.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_chunked_upload_is_read()
    {
        var form = Form.Of(RenderedPhoto.Good);
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/analyze") { Content = new StreamContent(new MemoryStream(form.ToBytes())) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
        request.Headers.TransferEncodingChunked = true;

        var answer = await _server.SendAsync(request);

        answer.ShouldBeOk().SongIds.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("hi-IN,hi;q=0.9,en;q=0.8")]
    [InlineData("*")]
    [InlineData("not a language ;;; q=")]
    [InlineData("en;q=9999999999999999999")]
    public async Task Any_accept_language_is_taken(string header)
    {
        var form = Form.Of(RenderedPhoto.Good);
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/analyze") { Content = new ByteArrayContent(form.ToBytes()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
        request.Headers.TryAddWithoutValidation("Accept-Language", header);

        var answer = await _server.SendAsync(request);

        answer.ShouldBeOk().SongIds.Count.ShouldBe(5);
    }

    internal static void ShouldBeAnalysis(JsonElement analysis)
    {
        foreach (var name in (string[])["mood", "description", "music_style", "cultural_vibe"])
            analysis.GetProperty(name).GetString().ShouldNotBeNullOrWhiteSpace(name);
        foreach (var name in (string[])["genres", "keywords"])
            analysis.GetProperty(name).EnumerateArray().ShouldNotBeEmpty(name);
        // A picture made by code may show no thing that has a name.
        analysis.GetProperty("themes").EnumerateArray().ShouldAllBe(theme => theme.GetString()!.Length > 0);
        foreach (var name in Shares)
            analysis.GetProperty(name).GetDouble().ShouldBeInRange(0, 1, name);
        analysis.GetProperty("tempo").GetDouble().ShouldBeInRange(40, 220);
        analysis.GetProperty("cultural_vibe").GetString().ShouldBeOneOf("indian", "western", "global", "fusion");
    }

    internal static void ShouldBeSong(JsonElement song)
    {
        foreach (var name in SongFields)
            song.TryGetProperty(name, out _).ShouldBeTrue(name);
        foreach (var name in (string[])["id", "name", "artist", "language_type"])
            song.GetProperty(name).GetString().ShouldNotBeNullOrWhiteSpace(name);
        foreach (var name in (string[])["vibe_score", "recency_bonus", "final_score"])
            song.GetProperty(name).GetDouble().ShouldBeGreaterThanOrEqualTo(0, name);
        new Uri(song.GetProperty("spotify_url").GetString()!).Scheme.ShouldBe("https");
        if (song.GetProperty("duration_ms") is { ValueKind: JsonValueKind.Number } duration)
            duration.GetInt32().ShouldBeGreaterThan(10_000, song.GetProperty("name").GetString());
        if (song.GetProperty("popularity") is { ValueKind: JsonValueKind.Number } popularity)
            popularity.GetInt32().ShouldBeInRange(0, 100, string.Create(CultureInfo.InvariantCulture, $"{song.GetProperty("name")}"));
    }
}
