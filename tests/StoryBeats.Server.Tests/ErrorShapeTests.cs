namespace StoryBeats.Server.Tests;

public sealed class ErrorShapeTests(SharedServer shared)
{
    private readonly RunningServer _server = shared.Server;

    [Theory]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api/nothing")]
    [InlineData("POST", "/api/nothing")]
    [InlineData("GET", "/api/analyze/more")]
    [InlineData("GET", "/api/..%2f..%2fetc%2fpasswd")]
    public async Task An_unknown_address_is_not_found(string method, string path)
    {
        var answer = await SendAsync(method, path);

        answer.ShouldBeError(404);
    }

    [Theory]
    [InlineData("GET", "/api/analyze", "POST")]
    [InlineData("DELETE", "/api/analyze", "POST")]
    [InlineData("PUT", "/api/analyze", "POST")]
    [InlineData("BREW", "/api/analyze", "POST")]
    [InlineData("GET", "/api/more-songs", "POST")]
    [InlineData("PATCH", "/api/more-songs", "POST")]
    [InlineData("GET", "/api/feedback", "POST")]
    [InlineData("GET", "/api/feedback/implicit", "POST")]
    [InlineData("POST", "/api/feedback/stats", "GET")]
    [InlineData("POST", "/health", "GET")]
    public async Task An_unknown_method_is_not_allowed_and_the_right_one_is_named(string method, string path, string allowed)
    {
        var answer = await SendAsync(method, path);

        answer.ShouldBeError(405);
        answer.Headers["Allow"].ShouldContain(allowed);
    }

    [Theory]
    [InlineData("GET", "/api/v2/nothing", 404)]
    [InlineData("POST", "/api/v2/nothing", 404)]
    [InlineData("GET", "/api/V2/nothing", 404)]
    [InlineData("GET", "/api/v2/recommendations", 405)]
    [InlineData("DELETE", "/api/v2/recommendations", 405)]
    [InlineData("POST", "/api/v2/recommendations", 415)]
    [InlineData("PUT", "/api/v2/profile", 405)]
    [InlineData("POST", "/api/v2/insights", 405)]
    [InlineData("PATCH", "/api/v2/sessions/AAAAAAAAAAAAAAAAAAAAAA", 405)]
    [InlineData("GET", "/api/v2/sessions/AAAAAAAAAAAAAAAAAAAAAA/mood", 405)]
    [InlineData("GET", "/api/v2/sessions/AAAAAAAAAAAAAAAAAAAAAA/refine", 405)]
    public async Task Version_two_answers_errors_as_problems(string method, string path, int status)
    {
        var answer = await SendAsync(method, path);

        answer.ShouldBeProblem(status);
    }

    [Theory]
    [InlineData("application/problem+json")]
    [InlineData("application/json, application/problem+json")]
    [InlineData("APPLICATION/PROBLEM+JSON;q=0.9, */*")]
    public async Task Version_one_answers_a_problem_to_whoever_asks(string accept)
    {
        (await SendAsync("GET", "/api/nothing", accept)).ShouldBeProblem(404);
        (await SendAsync("GET", "/api/analyze", accept)).ShouldBeProblem(405);
        (await SendAsync("POST", "/api/analyze", accept)).ShouldBeProblem(415);
        (await _server.PostAsync("/api/analyze", Form.Of("no photo"u8.ToArray()), accept)).ShouldBeProblem(400);
        (await _server.PostJsonAsync("/api/more-songs", "{}", accept)).ShouldBeProblem(400);
        (await _server.PostJsonAsync("/api/more-songs", "{\"session_id\": \"none\"}", accept)).ShouldBeProblem(404);
        (await _server.PostAsync("/api/more-songs", "text/plain", [], accept)).ShouldBeProblem(415);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("*/*")]
    [InlineData("text/html")]
    [InlineData(null)]
    public async Task Version_one_answers_its_own_shape_to_everyone_else(string? accept)
    {
        (await SendAsync("GET", "/api/nothing", accept)).ShouldBeError(404);
        (await SendAsync("POST", "/api/analyze", accept)).ShouldBeError(415);
        (await _server.PostAsync("/api/analyze", Form.Of("no photo"u8.ToArray()), accept)).ShouldBeError(400);
    }

    [Fact]
    public async Task A_HEAD_of_nothing_has_no_body()
    {
        var answer = await SendAsync("HEAD", "/api/nothing");

        ((int)answer.Status).ShouldBe(404);
        answer.Text.ShouldBeEmpty();
    }

    private Task<Answer> SendAsync(string method, string path, string? accept = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is not "GET" and not "HEAD")
            request.Content = new ByteArrayContent([]);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return _server.SendAsync(request);
    }
}
