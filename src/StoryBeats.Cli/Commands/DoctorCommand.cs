using System.CommandLine;
using Spectre.Console;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats doctor</c></summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Say what is configured, what works, and what to do about the rest.");
        command.SetAction(async (_, cancellationToken) =>
        {
            var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).AddColumns("", "What", "How it is");
            var broken = 0;
            await foreach (var finding in Checkup.RunAsync(cancellationToken))
            {
                var mark = finding.State switch
                {
                    FindingState.Works => "[green]ok[/]",
                    FindingState.Note => "[yellow]note[/]",
                    _ => "[red]broken[/]",
                };
                broken += finding.State is FindingState.Broken ? 1 : 0;
                table.AddRow(new Markup(mark), Markup.FromInterpolated($"{finding.What}"), Markup.FromInterpolated($"{finding.Says}"));
            }

            AnsiConsole.Write(table);
            return broken == 0 ? 0 : 1;
        });
        return command;
    }
}
