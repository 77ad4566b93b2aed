using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Tests.Security;

/// <summary>What strangers send to make the server do something else.</summary>
public sealed class HostileInputTests(SharedServer shared)
{
    private const string Script = "<script>alert(1)</script>";

    private readonly RunningServer _server = shared.Server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_is_a_photo_and_a_page_at_once_is_read_as_a_photo_and_never_given_back()
    {
        byte[] both = [.. RenderedPhoto.Good, .. Encoding.ASCII.GetBytes($"<html>{Script}</html>")];

        var answer = await _server.PostAsync("/api/v2/recommendations", Form.Of(both, $"{Script}.html"));

        answer.ShouldBeOk().Text.ShouldNotContain("<script");
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>")]
    [InlineData("%PDF-1.7\n")]
    [InlineData("<?php system($_GET[0]);")]
    [InlineData("#!/bin/sh\n")]
    public async Task What_only_ends_as_a_photo_is_none(string begin)
    {
        var answer = await _server.AnalyzeAsync([.. Encoding.ASCII.GetBytes(begin), .. RenderedPhoto.Good]);

        answer.ShouldBeError(400).ShouldNotContain("alert");
    }

    [Theory]
    [InlineData("' OR 1=1 --")]
    [InlineData("a'; DROP TABLE sessions; --")]
    public async Task SQL_in_an_id_is_an_unknown_id_and_in_a_name_it_is_text(string sql)
    {
        var opened = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        (await _server.KeptAsync(Uri.EscapeDataString(sql))).ShouldBeProblem(404);
        (await _server.MoreAsync(sql)).ShouldBeError(404);
        (await _server.LikeAsync(opened.SessionId, sql)).Status.ShouldNotBe(System.Net.HttpStatusCode.InternalServerError);
        (await _server.KeptAsync(opened.SessionId)).ShouldBeOk();
    }

    [Fact]
    public async Task A_session_that_is_guessed_says_no_more_than_one_that_cannot_be()
    {
        var guessed = await _server.MoreAsync(RandomId.New());
        var impossible = await _server.MoreAsync("x");

        guessed.ShouldBeError(404);
        impossible.Text.ShouldBe(guessed.Text);
    }

    [Fact]
    public void Ids_of_sessions_hold_128_random_bits()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => RandomId.New()).ToList();

        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(ids.Count);
        ids.ShouldAllBe(id => id.Length == 22);
        // Each of the first 21 places takes all 64 letters.
        for (var place = 0; place < 21; place++)
            ids.Select(id => id[place]).Distinct().Count().ShouldBe(64);
    }

    [Fact]
    public async Task A_foreign_host_name_comes_back_nowhere_and_sends_nobody_anywhere()
    {
        foreach (var path in (string[])["/", "/openapi/v1.json", "/health", "/api/nothing", "/insights"])
        {
            var answer = await SendRawAsync($"GET {path} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n");

            answer.ShouldStartWith("HTTP/1.1 ");
            answer.ShouldNotContain("evil.example", Case.Insensitive);
        }
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/insights?next=https://evil.example")]
    [InlineData("/spotify/callback?code=a&state=b&next=https://evil.example")]
    public async Task No_address_sends_a_visitor_to_another_site(string path)
    {
        var answer = await SendRawAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        answer.Split("\r\n").Where(line => line.StartsWith("Location:", StringComparison.OrdinalIgnoreCase)).ShouldAllBe(line => line.StartsWith("Location: /", StringComparison.Ordinal) && !line.StartsWith("Location: //", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "20")]
    [InlineData("Content-Length: 3\r\nContent-Length: 5\r\n\r\nabc", "400")]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "400")]
    [InlineData("Content-Length : 3\r\n\r\nabc", "400")]
    public async Task A_request_whose_end_is_unclear_is_refused_or_ends_the_connection(string rest, string refusal)
    {
        const string smuggled = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

        var answer = await SendRawAsync($"POST /api/more-songs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{rest}{smuggled}");

        answer.Split("HTTP/1.1 ").Length.ShouldBe(2, answer);
        if (refusal is not "20")
            answer.ShouldStartWith($"HTTP/1.1 {refusal}");
    }

    [Fact]
    public async Task Headers_that_are_too_large_are_refused_and_no_connection_may_dawdle()
    {
        var answer = await SendRawAsync($"GET / HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 20_000)}\r\n\r\n");
        var limits = _server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        answer.ShouldStartWith("HTTP/1.1 431");
        limits.RequestHeadersTimeout.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
        limits.MinRequestBodyDataRate.ShouldNotBeNull().BytesPerSecond.ShouldBeGreaterThanOrEqualTo(1024);
        limits.MaxConcurrentConnections.ShouldNotBeNull();
    }

    [Fact]
    public async Task Answers_with_somebodys_songs_are_kept_by_no_cache()
    {
        var opened = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        var kept = await _server.KeptAsync(opened.SessionId);

        kept.Headers["Cache-Control"].ShouldContain("no-store");
    }

    private async Task<string> SendRawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_server.Address.Host, _server.Address.Port, Cancellation);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
