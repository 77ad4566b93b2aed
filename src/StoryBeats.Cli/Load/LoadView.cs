using Spectre.Console;

namespace StoryBeats.Cli.Load;

/// <summary>What a load found, as tables.</summary>
internal static class LoadView
{
    public static void Write(IAnsiConsole console, LoadReport report)
    {
        // Tables need room; where nobody looks, the width is not to depend on anything.
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = 120;
        console.MarkupLineInterpolated(
            $"[bold]{report.Visitors} visitors at once[/] at {report.Url} for {report.Seconds:0} s, on {report.Cores} cores that they share with it{(report.OwnServer ? "; without rate limits, since they all come from one address" : "")}");
        console.MarkupLineInterpolated($"{report.Calls:N0} calls, {report.Calls / report.Seconds:0.0} a second; {report.Photos:N0} photos that no cache knew, {report.Photos / report.Seconds:0.00} a second");

        if (report.ProcessorSeconds is { } processor)
            console.MarkupLineInterpolated($"The server used {processor:0.0} s of processor time, {processor / report.Seconds:0.00} cores in the mean");

        var times = Table("What", "Calls", "P50 ms", "P95 ms", "P99 ms", "most ms");
        foreach (var action in report.Actions)
            times.AddRow(Markup.Escape(action.Action), $"{action.Count:N0}", Ms(action.P50Ms), Ms(action.P95Ms), Ms(action.P99Ms), Ms(action.MaxMs));
        console.Write(times);

        var outcomes = Table("Answer", "Calls");
        foreach (var (outcome, count) in report.Outcomes)
            outcomes.AddRow(Markup.Escape(outcome), $"{count:N0}");
        console.Write(outcomes);

        if (report.Memory.Count > 0)
        {
            var memory = Table("Minute", "Memory MB, mean", "most");
            foreach (var minute in report.Memory)
                memory.AddRow($"{minute.Minute}", $"{minute.MeanMb:0}", $"{minute.MaxMb:0}");
            console.Write(memory);
        }

        console.MarkupLineInterpolated($"{(report.Failures == 0 ? "reached" : "missed"),-8} no answer of 500 or above, none missing: {report.Failures:N0}");
        if (report.MemoryGrowthMb is { } growth)
            console.MarkupLineInterpolated($"{"memory",-8} the last third of the time takes {growth:+0.0;-0.0;0} MB more than the second, in the mean");
    }

    private static Table Table(params string[] columns) => new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).AddColumns(columns);

    private static string Ms(double value) => $"{value:0.0}";
}
