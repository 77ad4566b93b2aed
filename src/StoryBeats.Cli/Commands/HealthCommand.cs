using System.CommandLine;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats health</c>: for containers, which have no shell and no curl.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var url = new Argument<string>("url") { Description = "Where the server listens.", DefaultValueFactory = _ => "http://localhost:5080" };
        url.Validators.Add(result =>
        {
            if (ServerAddress.Of(result.GetValueOrDefault<string>()) is null)
                result.AddError("url must be an address such as http://127.0.0.1:5080.");
        });
        var command = new Command("health", "Ask a server whether photos may be sent to it; the exit code says so.") { url };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = new HttpClient(new SocketsHttpHandler()) { Timeout = Patience };
            try
            {
                using var answer = await client.GetAsync(new Uri(ServerAddress.Of(result.GetValue(url))!, "/health/ready"), cancellationToken);
                Console.WriteLine(await answer.Content.ReadAsStringAsync(cancellationToken));
                return answer.IsSuccessStatusCode ? 0 : 1;
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync($"{result.GetValue(url)} does not answer ({fault.GetBaseException().Message}).");
                return 1;
            }
        });
        return command;
    }
}
