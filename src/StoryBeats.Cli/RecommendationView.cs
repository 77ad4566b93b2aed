using System.Globalization;
using Spectre.Console;
using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Vision;

namespace StoryBeats.Cli;

/// <summary>Songs as a table that a person likes to read.</summary>
internal static class RecommendationView
{
    public static void Write(IAnsiConsole console, string photo, RecommendationResult result)
    {
        var analysis = result.Analysis;
        var target = analysis.Target;
        console.WriteLine();
        var mood = analysis.MoodCategory.ToString().ToLowerInvariant();
        console.MarkupLineInterpolated($"[bold]{Plain(photo)}[/]  [bold yellow]{Plain(analysis.Mood)}[/]{(analysis.Mood == mood ? "" : $" ({mood})")}");
        console.MarkupLineInterpolated($"{Plain(analysis.Description)}");
        console.MarkupLineInterpolated(
            $"[grey]energy {target.Energy:0.00} · positivity {target.Valence:0.00} · {target.Tempo:0} BPM · read by {Plain(Reader(analysis))}[/]");

        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        table.AddColumn(new TableColumn("#").RightAligned());
        table.AddColumn("Song");
        table.AddColumn("Why it fits");
        table.AddColumn(new TableColumn("Sound").RightAligned());
        var rank = 0;
        foreach (var song in result.Songs)
            table.AddRow(Row(++rank, song, result));
        console.Write(table);

        var notes = analysis.Notes.Concat(result.Relaxed.Select(relaxation => relaxation.Message)).Concat(result.Sources.Select(source => source.Message).OfType<string>());
        foreach (var note in notes.Distinct(StringComparer.Ordinal))
            console.MarkupLineInterpolated($"[yellow]{Plain(note)}[/]");
        var measured = result.Songs.Count(song => song.FeatureSource is FeatureSource.Measured);
        if (measured == 0)
            console.MarkupLine("[grey]How songs sound is estimated, not measured.[/]");
        else if (measured < result.Songs.Count)
            console.MarkupLineInterpolated($"[grey]How {measured} of these songs sound is measured; the others' is estimated.[/]");
    }

    /// <summary>Text in one line that moves no cursor: what a model or a catalogue says may hold anything.</summary>
    public static string Plain(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? ' ' : letter));

    private static string Reader(VibeAnalysis analysis)
    {
        var who = analysis.Source is VibeAnalyzerChain.Local ? "this machine" : analysis.Source;
        return analysis.Readers.FirstOrDefault(report => report.Reader == analysis.Source)?.Model is { } model ? $"{who} ({model})" : who;
    }

    private static Markup[] Row(int rank, ScoredTrack song, RecommendationResult result)
    {
        var links = TrackLinks.For(song.Track);
        var reasons = SongReasons.For(song, result.Analysis, result.Today);
        var about = new[] { song.Track.Artist, song.Track.ReleaseDate?.Year.ToString(CultureInfo.InvariantCulture), song.Track.Language };
        return
        [
            new Markup(rank.ToString(CultureInfo.InvariantCulture)),
            new Markup($"[bold link={Markup.Escape(links.Spotify.AbsoluteUri)}]{Markup.Escape(Plain(song.Track.Title))}[/]\n"
                + $"[grey]{Markup.Escape(Plain(string.Join(" · ", about.Where(part => part is not null))))}[/]"),
            Markup.FromInterpolated($"{string.Join('\n', reasons.Take(2).Select(reason => Plain(reason.Text)))}"),
            new Markup(song.Vibe.ToString("0%", CultureInfo.InvariantCulture)),
        ];
    }
}
