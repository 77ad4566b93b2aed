using System.Text.Json;

namespace StoryBeats.Server.Tests;

public sealed class JsonLogTests
{
    [Fact]
    public async Task Each_line_is_JSON_and_those_of_a_request_have_its_trace()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are told by name.");
        using var serve = await ServeProcess.StartAsync(
            new("Logging__Console__FormatterName", "json"), new("Previews__Enabled", "false"), new("RateLimits__Enabled", "false"));
        for (var seed = 0; seed < 2; seed++)
        {
            var form = Form.Of(RenderedPhoto.Jpeg(200, 150, seed));
            using var content = new ByteArrayContent(form.ToBytes());
            content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
            using var response = await serve.Client.PostAsync("/api/analyze", content, TestContext.Current.CancellationToken);
            response.IsSuccessStatusCode.ShouldBeTrue();
        }

        await serve.TerminateAsync();

        var lines = (await serve.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToList();
        lines.ShouldAllBe(line => line.GetProperty("Message").GetString() != "" && line.GetProperty("Timestamp").GetDateTimeOffset().Year > 2000);
        var recommended = lines.Where(line => line.GetProperty("Message").GetString()!.StartsWith("Recommended", StringComparison.Ordinal)).ToList();
        recommended.Count.ShouldBe(2);
        recommended.ShouldAllBe(line => line.GetProperty("SpanId").GetString()!.Length == 16);
        var traces = recommended.Select(line => line.GetProperty("TraceId").GetString()!).ToList();
        traces.ShouldAllBe(trace => trace.Length == 32);
        traces.Distinct(StringComparer.Ordinal).Count().ShouldBe(2);
    }

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
