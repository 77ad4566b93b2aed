using System.Diagnostics;
using StoryBeats.Fakes;

namespace StoryBeats.Providers.Tests.Fakes;

public sealed class FakesProgramTests
{
    [Fact]
    public async Task Run_alone_it_prints_the_settings_to_use_it_with_and_serves()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(FakeServices).Assembly.Location, "--urls", "http://127.0.0.1:0", "--mode", "extended", "--latency", "1" },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var program = Process.Start(start)!;
        try
        {
            var exported = new Dictionary<string, string>(StringComparer.Ordinal);
            var heading = await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            while (!exported.ContainsKey("ITunes__BaseAddress") && await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                var pair = line["export ".Length..].Split('=', 2);
                exported[pair[0]] = pair[1];
            }

            using var client = new HttpClient(new SocketsHttpHandler());
            var refused = await client.GetAsync(exported["Spotify__ApiBaseAddress"] + "search", TestContext.Current.CancellationToken);
            var counts = await client.GetStringAsync(new Uri(new Uri(exported["ITunes__BaseAddress"]), "/calls"), TestContext.Current.CancellationToken);

            heading.ShouldNotBeNull().ShouldStartWith("# Extended mode at http://127.0.0.1:");
            exported.Keys.ShouldBe(
            [
                "Spotify__ClientId", "Spotify__ClientSecret", "Spotify__ApiBaseAddress", "Spotify__AccountsBaseAddress",
                "ReccoBeats__BaseAddress", "Deezer__BaseAddress", "ITunes__BaseAddress",
            ]);
            ((int)refused.StatusCode).ShouldBe(401);
            counts.ShouldBe("""{"Spotify search 401":1}""");
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }
}
