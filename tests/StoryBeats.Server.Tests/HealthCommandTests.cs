using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StoryBeats.Fakes;

namespace StoryBeats.Server.Tests;

/// <summary><c>storybeats health</c></summary>
public sealed class HealthCommandTests(SharedServer shared)
{
    [Fact]
    public async Task Of_a_server_that_takes_photos_it_says_so()
    {
        var result = await CommandLine.RunAsync("health", shared.Server.Address.ToString());

        result.ExitCode.ShouldBe(0, result.Error);
        Status(result).ShouldBe("ready");
    }

    [Fact]
    public async Task Of_a_server_that_is_told_to_stop_it_says_that_it_is_not_ready()
    {
        await using var server = await RunningServer.StartAsync();
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var result = await CommandLine.RunAsync("health", server.Address.ToString());

        result.ExitCode.ShouldBe(1);
        Status(result).ShouldBe("draining");
    }

    [Fact]
    public async Task Where_nobody_listens_it_says_so_in_a_line()
    {
        var address = $"http://127.0.0.1:{FreePort.Find()}/";

        var result = await CommandLine.RunAsync("health", address);

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldBeEmpty();
        result.Error.Trim().ShouldStartWith($"{address} does not answer");
        result.Error.Trim().ShouldNotContain("\n");
    }

    private static string? Status(CommandResult result)
    {
        using var answer = JsonDocument.Parse(result.Output);
        return answer.RootElement.GetProperty("status").GetString();
    }
}
