using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace StoryBeats.Server.Tests;

/// <summary><c>storybeats bench load</c> against a server of its own.</summary>
public sealed class BenchLoadTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_load_counts_every_answer_and_watches_memory()
    {
        var photo = _folder.Write("photo.jpg", RenderedPhoto.Good);

        var result = await CommandLine.RunAsync("bench", "load", photo, "--visitors", "4", "--minutes", "0.1", "--think", "0.1", "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        using var report = JsonDocument.Parse(result.Output);
        var root = report.RootElement;
        var actions = root.GetProperty("actions").EnumerateArray().ToDictionary(action => action.GetProperty("action").GetString()!, StringComparer.Ordinal);
        actions.ContainsKey("page").ShouldBeTrue();
        actions.Keys.Count(name => name.StartsWith("photo", StringComparison.Ordinal)).ShouldBeGreaterThan(0);
        actions.Values.ShouldAllBe(action => action.GetProperty("p50_ms").GetDouble() > 0 && action.GetProperty("max_ms").GetDouble() >= action.GetProperty("p99_ms").GetDouble());
        var calls = root.GetProperty("calls").GetInt32();
        actions.Values.Sum(action => action.GetProperty("count").GetInt32()).ShouldBe(calls);
        root.GetProperty("outcomes").GetProperty("200").GetInt32().ShouldBe(calls);
        root.GetProperty("failures").GetInt32().ShouldBe(0);
        root.GetProperty("memory")[0].GetProperty("mean_mb").GetDouble().ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task A_server_that_fails_is_told_and_ends_in_an_error()
    {
        await using var server = await RunningServer.StartAsync(app => app.Use(async (context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
                context.Response.StatusCode = 500;
            else
                await next(context);
        }));

        var result = await CommandLine.RunAsync("bench", "load", "--url", server.Address.AbsoluteUri, "--visitors", "2", "--minutes", "0.05", "--think", "0.1");

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldContain("missed");
        result.Lines.ShouldContain(line => line.Contains("500", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--visitors must be 1", "--visitors", "0")]
    [InlineData("--minutes must be above 0", "--minutes", "0")]
    [InlineData("is no JPEG", "text.txt")]
    [InlineData("does not exist", "none.jpg")]
    [InlineData("--url must be an address", "--url", "ftp://example.com")]
    public async Task What_cannot_be_run_is_said(string words, params string[] arguments)
    {
        _folder.Write("text.txt", "no photo");

        var result = await CommandLine.RunAsync(["bench", "load", .. arguments.Select(argument => argument.Contains('.', StringComparison.Ordinal) && !argument.Contains("://", StringComparison.Ordinal) ? Path.Combine(_folder.Root, argument) : argument)]);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain(words);
    }
}
