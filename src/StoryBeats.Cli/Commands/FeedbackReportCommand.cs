using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using StoryBeats.Feedback;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats feedback report</c></summary>
internal static class FeedbackReportCommand
{
    private const int DefaultDays = 30;
    private const int MostDays = 3650;
    private const int FewArtists = 12;

    public static Command Create()
    {
        var since = new Option<int>("--since") { Description = $"Days to look back, 1 to {MostDays}; default {DefaultDays}.", DefaultValueFactory = _ => DefaultDays };
        since.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[^1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > MostDays))
                result.AddError($"--since must be a whole number of days from 1 to {MostDays}.");
        });
        var json = new Option<bool>("--json") { Description = "Print JSON." };

        var command = new Command("report", "What visitors like and dislike: by mood, artist, language and hour.") { since, json };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(since), result.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int days, bool json, CancellationToken cancellationToken)
    {
        await using var services = await CliServices.BuildWithStorageAsync(cancellationToken);
        var from = services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-days);
        var insights = await services.GetRequiredService<IFeedbackReports>().InsightsAsync(from, cancellationToken);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(insights, CliJson.Default.FeedbackInsights));
        else
            Write(AnsiConsole.Console, insights, days);
        return 0;
    }

    private static string Count(long count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";

    private static void Write(IAnsiConsole console, FeedbackInsights insights, int days)
    {
        var totals = insights.Totals;
        console.MarkupLineInterpolated(
            $"[bold]{Count(insights.Sessions, "photo")}[/] in {Count(days, "day")}, {Count(insights.SongsShown, "song")} shown: {Count(totals.Likes, "like")}, {Count(totals.Dislikes, "dislike")} ({Rate(totals.LikeRate)} liked)");
        if (insights.Sessions == 0)
        {
            console.WriteLine("Nobody has sent a photo in this time. The report fills once the server's page is used.");
            return;
        }

        WriteSums(console, "Mood", insights.ByMood.Where(sum => sum.Shown > 0));
        WriteSums(console, "Artist", insights.ByArtist.Take(FewArtists));
        WriteSums(console, "Language", insights.ByLanguage);
        WriteSums(console, "Hour (UTC)", insights.ByHour.Where(sum => sum.Likes + sum.Dislikes + sum.Clicks + sum.Plays > 0));
        WriteNames(console, "Moods clearly below the rest", insights.LowMoods);
        WriteNames(console, "Artists often disliked", insights.OftenDisliked);
        WriteCounts(console, "Reason", insights.Reasons.Select(reason => (Words(reason.Reason), reason.Count)));
        WriteCounts(console, "Read as, and felt", insights.Corrections.Select(correction => ($"{Words(correction.Read)} → {Words(correction.Felt)}", correction.Count)));
    }

    private static void WriteSums(IAnsiConsole console, string what, IEnumerable<FeedbackSum> sums)
    {
        var table = Table(what, "Shown", "Likes", "Dislikes", "Like rate", "Plays", "Opened");
        foreach (var sum in sums)
            table.AddRow([Markup.Escape(sum.Name), Text(sum.Shown), Text(sum.Likes), Text(sum.Dislikes), Rate(sum.LikeRate), Text(sum.Plays), Text(sum.Clicks)]);
        WriteFilled(console, table);
    }

    private static void WriteNames(IAnsiConsole console, string title, IReadOnlyList<FeedbackSum> sums) =>
        console.MarkupLineInterpolated($"[bold]{title}[/]: {(sums.Count == 0 ? "none" : string.Join(", ", sums.Select(sum => $"{sum.Name} ({Rate(sum.LikeRate)})")))}");

    private static void WriteCounts(IAnsiConsole console, string what, IEnumerable<(string Name, long Count)> counts)
    {
        var table = Table(what, "Times");
        foreach (var (name, count) in counts)
            table.AddRow(Markup.Escape(name), Text(count));
        WriteFilled(console, table);
    }

    private static Table Table(string what, params IEnumerable<string> figures)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).AddColumn(what);
        foreach (var figure in figures)
            table.AddColumn(new TableColumn(figure).RightAligned());
        return table;
    }

    private static void WriteFilled(IAnsiConsole console, Table table)
    {
        if (table.Rows.Count > 0)
            console.Write(table);
    }

    private static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Rate(double? rate) => rate?.ToString("0%", CultureInfo.InvariantCulture) ?? "–";

    private static string Words<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');
}
