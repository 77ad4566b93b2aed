using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.Evaluation;
using StoryBeats.Recommendations;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats evaluate match</c></summary>
internal static class EvaluateMatchCommand
{
    public static Command Create()
    {
        var ratings = VisionOptions.Ratings();
        var images = VisionOptions.Images();
        var seed = VisionOptions.Seed();
        var moods = Moods();
        var today = Today();
        var json = new Option<bool>("--json") { Description = "Print JSON." };

        var command = new Command("match", "Compare ranking profiles: how near their songs come to what people felt at a photo.") { ratings, images, moods, seed, today, json };
        command.SetAction((result, cancellationToken) => Task.FromResult(VisionOptions.Run(
            progress => Measure(
                result.GetRequiredValue(ratings).FullName, result.GetRequiredValue(images).FullName, result.GetValue(moods)?.FullName, result.GetValue(seed),
                result.GetValue(today), progress, cancellationToken),
            evaluation => Write(evaluation, result.GetValue(json)))));
        return command;
    }

    public static Option<FileInfo?> Moods() => new("--moods") { Description = "CSV of tracks with audio features and a mood each: name, artist, id, mood, energy, …" };

    public static Option<DateOnly> Today() => new("--today")
    {
        Description = "The day that the age of songs is counted from; default: today.",
        DefaultValueFactory = _ => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
    };

    public static MatchEvaluation Measure(
        string ratings, string images, string? moods, int seed, DateOnly today, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using var services = Services(today);
        // A command has nothing else to do meanwhile.
        return new MatchLab(services).EvaluateAsync(ratings, images, moods, seed, progress, cancellationToken).GetAwaiter().GetResult();
    }

    // No settings from outside, and no songs, artists or models of the operator: the same photos and the same day give the same figures everywhere.
    private static ServiceProvider Services(DateOnly today)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(new Day(today));
        services.AddStoryBeats(new ConfigurationBuilder().AddInMemoryCollection([new("StoryBeats:DataDirectory", DataFiles.BuiltIn)]).Build());
        services.AddEmbeddedCatalog();
        return services.BuildServiceProvider();
    }

    private static void Write(MatchEvaluation evaluation, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(evaluation, CliJson.Default.MatchEvaluation));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).AddColumn("");
        foreach (var profile in evaluation.Profiles)
            table.AddColumn(Markup.Escape(profile.Profile));
        Row("Distance to the rating, calibrated plane", profile => profile.Distance);
        Row("Distance to the rating, catalogue's own plane", profile => profile.CatalogueDistance);
        Row("Distance to the rating, 0 to 1", profile => profile.RawDistance);
        Row("Mood agreement with labelled tracks", profile => profile.MoodAgreement);
        Row("Diversity in five", profile => profile.Diversity);
        Row("Artist coverage", profile => profile.ArtistCoverage);
        Row("Catalogue coverage", profile => profile.CatalogueCoverage);
        Row("Novelty, bits", profile => profile.Novelty);
        Row("Unfamiliarity", profile => profile.Unfamiliarity);
        Row("Photos for which a filter gave way", profile => profile.Relaxed);
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{evaluation.Photos} photos, {evaluation.Songs} songs, on {evaluation.Today:yyyy-MM-dd}");

        void Row(string name, Func<ProfileMatch, double?> figure) =>
            table.AddRow([name, .. evaluation.Profiles.Select(profile => figure(profile)?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–")]);
    }

    private sealed class Day(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day, TimeOnly.MinValue, TimeSpan.Zero);
    }
}
