using System.CommandLine;
using Microsoft.Extensions.Hosting;
using StoryBeats.Server;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats serve</c></summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = $"Where to listen; default {StoryBeatsServer.DefaultUrl}, or ASPNETCORE_URLS." };
        var command = new Command("serve", "Serve the web page and the API.") { urls };
        command.SetAction(async (result, cancellationToken) =>
        {
            var app = StoryBeatsServer.Build(result.GetValue(urls) is { } address ? ["--urls", address] : []);
            await using (app)
            {
                await app.StartAsync(cancellationToken);
                await app.WaitForShutdownAsync(cancellationToken);
            }

            return 0;
        });
        return command;
    }
}
