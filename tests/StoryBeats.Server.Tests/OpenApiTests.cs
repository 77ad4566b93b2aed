using System.Text.Json;
using System.Text.RegularExpressions;

namespace StoryBeats.Server.Tests;

public sealed partial class OpenApiTests(SharedServer shared)
{
    private readonly RunningServer _server = shared.Server;

    [Fact]
    public async Task The_document_lists_every_route_of_the_server()
    {
        var document = (await _server.GetAsync("/openapi/v1.json")).ShouldBeOk().Json;

        document.GetProperty("openapi").GetString().ShouldNotBeNull().ShouldStartWith("3.");
        var routes = _server.Routes.Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => path == "/health" || path.StartsWith("/api/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
        routes.Count.ShouldBeGreaterThanOrEqualTo(11);
        Answer.Names(document.GetProperty("paths")).ShouldBe(routes, ignoreOrder: true);
    }

    [Theory]
    [InlineData("/health", "get", "200")]
    [InlineData("/api/analyze", "post", "200 400 408 413 415 429 503")]
    [InlineData("/api/more-songs", "post", "200 400 404 413 415 429")]
    [InlineData("/api/feedback", "post", "200 400 404 413 415 429")]
    [InlineData("/api/feedback/implicit", "post", "200 400 404 413 415 429")]
    [InlineData("/api/feedback/stats", "get", "200 429")]
    [InlineData("/api/v2/recommendations", "post", "200 400 408 413 415 429 503")]
    [InlineData("/api/v2/readers", "get", "200 429")]
    [InlineData("/api/v2/sessions/{id}", "get", "200 404 429")]
    [InlineData("/api/v2/sessions/{id}", "delete", "204 404 429")]
    [InlineData("/api/v2/sessions/{id}/mood", "post", "200 400 404 413 415 429")]
    [InlineData("/api/v2/sessions/{id}/refine", "post", "200 400 404 413 415 429")]
    [InlineData("/api/v2/profile", "post", "200 201 403 429")]
    [InlineData("/api/v2/profile", "get", "200 403 404 429")]
    [InlineData("/api/v2/profile", "delete", "204 403 404 429")]
    [InlineData("/api/v2/profile/sessions/{id}", "put", "204 403 404 429")]
    [InlineData("/api/v2/insights", "get", "200 400 401 403 429")]
    [InlineData("/api/stats", "get", "200 401 403")]
    public async Task Every_route_lists_its_statuses(string path, string method, string statuses)
    {
        var document = (await _server.GetAsync("/openapi/v1.json")).ShouldBeOk().Json;

        var operation = document.GetProperty("paths").GetProperty(path).GetProperty(method);
        Answer.Names(operation.GetProperty("responses")).ShouldBe(statuses.Split(' '), ignoreOrder: true);
        operation.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData("/api/analyze", "photo")]
    [InlineData("/api/v2/recommendations", "photo count languages energy valence tempo freshness familiarity exclude_artists exclude_languages exclude local")]
    public async Task The_form_is_described(string path, string fields)
    {
        var document = (await _server.GetAsync("/openapi/v1.json")).ShouldBeOk().Json;

        var body = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody");
        body.GetProperty("required").GetBoolean().ShouldBeTrue();
        Answer.Names(body.GetProperty("content")).ShouldBe(["multipart/form-data"]);
        var schema = body.GetProperty("content").GetProperty("multipart/form-data").GetProperty("schema");
        Answer.Names(schema.GetProperty("properties")).ShouldBe(fields.Split(' '), ignoreOrder: true);
        schema.GetProperty("properties").GetProperty("photo").GetProperty("format").GetString().ShouldBe("binary");
        schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ShouldBe(["photo"]);
    }

    [Theory]
    [InlineData("/api/analyze", "application/json application/problem+json")]
    [InlineData("/api/more-songs", "application/json application/problem+json")]
    [InlineData("/api/feedback", "application/json application/problem+json")]
    [InlineData("/api/feedback/implicit", "application/json application/problem+json")]
    [InlineData("/api/v2/sessions/{id}/mood", "application/problem+json")]
    [InlineData("/api/v2/recommendations", "application/problem+json")]
    public async Task Errors_are_described_in_the_shapes_they_have(string path, string types)
    {
        var document = (await _server.GetAsync("/openapi/v1.json")).ShouldBeOk().Json;

        var content = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("responses").GetProperty("400").GetProperty("content");
        Answer.Names(content).ShouldBe(types.Split(' '), ignoreOrder: true);
    }

    [Theory]
    [InlineData("/api/more-songs", "session_id offset analysis")]
    [InlineData("/api/feedback", "session_id song_id song_name artist_name feedback reason")]
    [InlineData("/api/feedback/implicit", "session_id signal_type song_id song_name artist_name weight")]
    [InlineData("/api/v2/sessions/{id}/mood", "mood")]
    [InlineData("/api/v2/sessions/{id}/refine", "energy valence tempo languages freshness familiarity like exclude exclude_artists exclude_languages count")]
    public async Task The_JSON_is_described(string path, string fields)
    {
        var document = (await _server.GetAsync("/openapi/v1.json")).ShouldBeOk().Json;

        var content = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody").GetProperty("content");
        Answer.Names(content).ShouldBe(["application/json"]);
        var name = content.GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString()!.Split('/')[^1];
        var schema = document.GetProperty("components").GetProperty("schemas").GetProperty(name);
        Answer.Names(schema.GetProperty("properties")).ShouldBe(fields.Split(' '), ignoreOrder: true);
    }

    [Fact]
    public async Task Both_forms_of_an_answer_are_described()
    {
        var document = (await _server.GetAsync("/openapi/v1.json")).ShouldBeOk().Json;

        var content = document.GetProperty("paths").GetProperty("/api/v2/recommendations").GetProperty("post").GetProperty("responses").GetProperty("200").GetProperty("content");
        Answer.Names(content).ShouldBe(["application/json", "text/event-stream"], ignoreOrder: true);
        content.GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString()!.ShouldEndWith("/RecommendationResponse");
        content.GetProperty("text/event-stream").GetProperty("schema").GetProperty("description").GetString()!.ShouldContain("done");
    }

    [Fact]
    public async Task The_days_of_the_insights_are_described()
    {
        var document = (await _server.GetAsync("/openapi/v1.json")).ShouldBeOk().Json;

        var parameters = document.GetProperty("paths").GetProperty("/api/v2/insights").GetProperty("get").GetProperty("parameters");
        var days = parameters.EnumerateArray().ShouldHaveSingleItem();
        days.GetProperty("name").GetString().ShouldBe("days");
        days.GetProperty("in").GetString().ShouldBe("query");
    }

    [Fact]
    public async Task Every_reference_in_the_document_leads_somewhere()
    {
        var text = (await _server.GetAsync("/openapi/v1.json")).ShouldBeOk().Text;

        using var document = JsonDocument.Parse(text);
        foreach (Match reference in Reference().Matches(text))
        {
            var at = document.RootElement;
            foreach (var step in reference.Groups["path"].Value.Split('/'))
                at = at.GetProperty(step);
        }
    }

    [Fact]
    public async Task The_document_gives_the_songs_their_fields()
    {
        var schemas = (await _server.GetAsync("/openapi/v1.json")).ShouldBeOk().Json.GetProperty("components").GetProperty("schemas");
        var song = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk().Songs.First();

        Answer.Names(schemas.GetProperty("SongResponse").GetProperty("properties")).ShouldBe(Answer.Names(song), ignoreOrder: true);
    }

    [Fact]
    public async Task The_reference_page_loads_nothing_from_elsewhere()
    {
        var page = await _server.GetAsync("/docs");

        if ((int)page.Status is >= 300 and < 400)
            page = await _server.GetAsync(page.Headers["Location"]);
        ((int)page.Status).ShouldBe(200);
        page.MediaType.ShouldBe("text/html");
        foreach (Match source in Source().Matches(page.Text))
        {
            var address = source.Groups["address"].Value;
            (address.StartsWith("//", StringComparison.Ordinal) || address.Contains("://", StringComparison.Ordinal)).ShouldBeFalse(address);
            if (!address.StartsWith("data:", StringComparison.Ordinal))
                ((int)(await _server.GetAsync(new Uri(new Uri(_server.Address, "/docs/"), address).PathAndQuery)).Status).ShouldBe(200, address);
        }
    }

    [GeneratedRegex("\"\\$ref\":\\s*\"#/(?<path>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex("(?:src|href)=[\"'](?<address>[^\"']+)[\"']", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Source();
}
