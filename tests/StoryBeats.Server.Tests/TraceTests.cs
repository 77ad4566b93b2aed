using System.Text;
using StoryBeats.Fakes;

namespace StoryBeats.Server.Tests;

/// <summary>What arrives at a collector after a photo.</summary>
public sealed class TraceTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Caller = "00f067aa0ba902b7";
    private const string Mark = "Zanzibar-4711";

    [Fact]
    public async Task Stages_lie_within_the_request_calls_within_their_stage_and_the_background_is_linked()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var collector = await OtlpCollector.StartAsync();
        await using var server = await RunningServer.StartAsync(
        [
            .. SpotifyVisitor.Settings(fakes), $"--Telemetry:Otlp:Endpoint={collector.Address}", "--Telemetry:Otlp:Protocol=HttpProtobuf",
            "--OTEL_BSP_SCHEDULE_DELAY=100", "--OTEL_METRIC_EXPORT_INTERVAL=500",
        ]);

        // Without a trace of the test's own, which would be told to the server in place of the one given.
        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = server.Address };
        var form = Form.Of(RenderedPhoto.Good, Mark + ".jpg");
        using var photo = new HttpRequestMessage(HttpMethod.Post, "/api/v2/recommendations") { Content = new ByteArrayContent(form.ToBytes()) };
        photo.Content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
        var opened = (await SendAsync(client, photo)).ShouldBeOk();
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/v2/sessions/{opened.SessionId}?{Mark}");
        (await SendAsync(client, again)).ShouldBeOk();
        await Models.UntilAsync(() => Of(collector).Count(span => span.Parent == Caller) == 2 && collector.Spans.Any(span => span.Links.Any(link => link.Trace == Trace)) && !collector.Metrics.IsEmpty);

        var spans = Of(collector).ToDictionary(span => span.Id, StringComparer.Ordinal);
        var request = spans.Values.Single(span => span.Parent == Caller && span.Name.StartsWith("POST", StringComparison.Ordinal));
        request.Name.ShouldBe("POST /api/v2/recommendations");
        foreach (var stage in (string[])["intake", "vision", "retrieval", "ranking"])
            spans.Values.Where(span => span.Name == stage).ShouldAllBe(span => span.Parent == request.Id);
        var artists = spans.Values.Single(span => span.Name == "artists");
        spans[artists.Parent].Name.ShouldBe("retrieval");
        var calls = spans.Values.Where(span => span.Attributes.ContainsKey("http.request.method") && span.Parent == artists.Id).ToList();
        calls.ShouldNotBeEmpty();
        calls.ShouldAllBe(call => call.Attributes["url.full"] == fakes.Address.GetLeftPart(UriPartial.Authority));
        spans.Values.ShouldContain(span => span.Name == "GET /api/v2/sessions/{id}");

        var apart = collector.Spans.Where(span => span.Links.Any(link => link.Trace == Trace)).ToList();
        apart.ShouldAllBe(span => span.Trace != Trace && span.Parent == "");
        var all = string.Join('\n', collector.Spans.Select(span => span.Name + " " + string.Join(' ', span.Attributes)));
        foreach (var personal in (string[])[opened.SessionId, Mark, "artist%3A", "artist:", .. opened.Songs.Select(song => song.GetProperty("name").GetString()!)])
            all.ShouldNotContain(personal);
        Encoding.UTF8.GetString(collector.Metrics.First()).ShouldContain("storybeats.");
    }

    private static async Task<Answer> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        request.Headers.Add("traceparent", $"00-{Trace}-{Caller}-01");
        request.Headers.UserAgent.ParseAdd(Mark);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }

    private static IEnumerable<OtlpSpan> Of(OtlpCollector collector) => collector.Spans.Where(span => span.Trace == Trace);
}
