using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using StoryBeats.Cli.Load;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats bench load</c></summary>
internal static class BenchLoadCommand
{
    public static Command Create()
    {
        var defaults = new LoadOptions();
        var files = new Argument<FileInfo[]>("photo") { Description = "JPEG photos to send; without any, rendered ones of 1.2 and 12 megapixels.", Arity = ArgumentArity.ZeroOrMore };
        var url = new Option<string?>("--url") { Description = "A server that runs; without it one is started here, without rate limits, and stopped at the end." };
        var visitors = new Option<int>("--visitors") { Description = "Visitors at once, 1 to 10000.", DefaultValueFactory = _ => defaults.Visitors };
        var minutes = new Option<double>("--minutes") { Description = "Minutes, above 0 to 1440.", DefaultValueFactory = _ => defaults.Minutes };
        var think = new Option<double>("--think") { Description = "Seconds between what a visitor does, in the mean, 0 to 600.", DefaultValueFactory = _ => defaults.ThinkSeconds };
        var followUps = new Option<int>("--follow-ups") { Description = "What a visitor does with the songs of a photo, in the mean, 0 to 1000.", DefaultValueFactory = _ => defaults.FollowUps };
        var seed = new Option<int>("--seed") { Description = "Seed of what visitors do.", DefaultValueFactory = _ => defaults.Seed };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        visitors.Validators.Add(result => { if (result.GetValueOrDefault<int>() is < 1 or > 10_000) result.AddError("--visitors must be 1 to 10000."); });
        minutes.Validators.Add(result => { if (result.GetValueOrDefault<double>() is not (> 0 and <= 1440)) result.AddError("--minutes must be above 0 and at most 1440."); });
        think.Validators.Add(result => { if (result.GetValueOrDefault<double>() is not (>= 0 and <= 600)) result.AddError("--think must be 0 to 600 seconds."); });
        followUps.Validators.Add(result => { if (result.GetValueOrDefault<int>() is < 0 or > 1000) result.AddError("--follow-ups must be 0 to 1000."); });
        url.Validators.Add(result => { if (result.GetValueOrDefault<string?>() is { } text && ServerAddress.Of(text) is null) result.AddError("--url must be an address such as http://127.0.0.1:5080."); });

        var command = new Command("load", "Let many visitors use a server at once, and measure what they get. Exit code 1 when an answer failed.") { files, url, visitors, minutes, think, followUps, seed, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetValue(files) ?? [],
            ServerAddress.Of(result.GetValue(url)),
            new LoadOptions
            {
                Visitors = result.GetValue(visitors),
                Minutes = result.GetValue(minutes),
                ThinkSeconds = result.GetValue(think),
                FollowUps = result.GetValue(followUps),
                Seed = result.GetValue(seed),
            },
            result.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo[] files, Uri? url, LoadOptions options, bool json, CancellationToken cancellationToken)
    {
        var contents = new List<byte[]>();
        foreach (var file in files)
        {
            if (!file.Exists || await File.ReadAllBytesAsync(file.FullName, cancellationToken) is var bytes && !LoadPhotos.CanVary(bytes))
            {
                await Console.Error.WriteLineAsync($"{file} {(file.Exists ? "is no JPEG" : "does not exist")}. Name JPEG photos, or none.");
                return 1;
            }

            contents.Add(bytes);
        }

        var photos = contents.Count > 0 ? new LoadPhotos(contents) : LoadPhotos.Rendered();
        await using var own = url is null ? LoadServer.Start() : null;
        try
        {
            var report = await RunAsync(url ?? own!.Address, own, photos, options, cancellationToken);
            if (json)
                Console.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.LoadReport));
            else
                LoadView.Write(AnsiConsole.Console, report);
            return report.Failures == 0 ? 0 : 1;
        }
        catch (HttpRequestException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    // Progress goes to standard error: standard output is the report.
    private static Task<LoadReport> RunAsync(Uri address, LoadServer? own, LoadPhotos photos, LoadOptions options, CancellationToken cancellationToken) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }).Progress().AutoClear(true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask("starting", maxValue: 1);
                return LoadRun.RunAsync(address, own, photos, options, new Direct(bar), cancellationToken);
            });

    private sealed class Direct(ProgressTask bar) : IProgress<(double Share, int Calls)>
    {
        public void Report((double Share, int Calls) value)
        {
            bar.Value = value.Share;
            bar.Description = $"{value.Calls:N0} calls";
        }
    }
}
