using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using StoryBeats.Learning.Simulation;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats simulate</c></summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var visitors = new Option<int>("--visitors") { Description = "Visitors.", DefaultValueFactory = _ => new SimulationOptions().Visitors };
        var sessions = new Option<int>("--sessions") { Description = "Photos of each.", DefaultValueFactory = _ => new SimulationOptions().Sessions };
        var seed = new Option<int>("--seed") { Description = "Seed: the same seed, the same figures.", DefaultValueFactory = _ => new SimulationOptions().Seed };
        var without = new Option<string[]>("--without") { Description = "Parts of learning to leave out.", AllowMultipleArgumentsPerToken = true };
        without.AcceptOnlyFromAmong([.. SimulatedPolicy.Switches]);
        // What learning adds stays comparable when the default profile changes.
        var profile = new Option<string>("--profile") { Description = "The ranking profile that learning works on.", DefaultValueFactory = _ => ScoringProfile.Classic.Name };
        profile.AcceptOnlyFromAmong([.. ScoringProfile.All.Select(one => one.Name)]);
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        foreach (var number in new[] { visitors, sessions })
        {
            number.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 4)
                    result.AddError($"{number.Name} must be at least 4.");
            });
        }

        var command = new Command("simulate", "Measure what learning does for simulated visitors with hidden tastes.") { visitors, sessions, seed, without, profile, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            new SimulationOptions { Visitors = result.GetValue(visitors), Sessions = result.GetValue(sessions), Seed = result.GetValue(seed) },
            result.GetValue(without) ?? [],
            result.GetRequiredValue(profile),
            result.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SimulationOptions options, string[] without, string profile, bool json, CancellationToken cancellationToken)
    {
        await using var services = Services(profile);
        var simulation = services.GetRequiredService<TasteSimulation>();
        var start = Stopwatch.GetTimestamp();
        var learned = without.Length == 0 ? SimulatedPolicy.Learned : SimulatedPolicy.Without(without);
        SimulatedPolicy[] main = [SimulatedPolicy.Untrained, SimulatedPolicy.Original, SimulatedPolicy.OriginalShared, learned];
        SimulatedPolicy[] parts = without.Length > 0 ? [] :
        [
            .. SimulatedPolicy.Switches.Select(name => SimulatedPolicy.Without(name)),
            SimulatedPolicy.Remembered,
            .. SimulatedPolicy.Switches.Select(SimulatedPolicy.Only),
        ];
        // On standard error: standard output holds the same bytes for the same seed.
        var progress = new Progress<string>(name => Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s: {name}"));
        var reports = new List<SimulationReport>();
        foreach (var strength in TasteStrength.All)
        {
            var medium = strength == TasteStrength.Medium;
            reports.Add(await simulation.RunAsync(options with { Strength = strength }, medium ? [.. main, .. parts] : main, progress, cancellationToken));
        }

        if (json)
            Console.WriteLine(JsonSerializer.Serialize(reports, CliJson.Default.ListSimulationReport));
        else
            SimulationView.Write(AnsiConsole.Console, reports, profile);
        return 0;
    }

    private static ServiceProvider Services(string profile)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(new SimulatedClock());
        // No settings from outside: the same seed gives the same figures everywhere.
        services.AddStoryBeats(new ConfigurationBuilder().Build());
        services.Configure<RankingOptions>(options => options.Profile = profile);
        services.AddEmbeddedCatalog();
        services.AddSingleton<TasteSimulation>();
        return services.BuildServiceProvider();
    }
}
