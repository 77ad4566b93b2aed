using System.CommandLine;

namespace StoryBeats.Cli;

/// <summary>The figures of a Markdown page that a command writes, between two lines of comment.</summary>
/// <param name="command">The command, as it stands in the first of the lines.</param>
internal sealed class PageFigures(string command)
{
    private const string End = "<!-- end of figures -->";

    private readonly string _begin = $"<!-- figures: written by `storybeats {command}` -->";

    public static Option<FileInfo?> Into() => new("--into") { Description = "A Markdown page whose figures are replaced; default: they are printed." };

    /// <summary>Looks whether a page can be written and has a place for figures, before minutes are spent on them.</summary>
    /// <exception cref="InvalidDataException">It cannot or has none.</exception>
    public void Check(FileInfo page)
    {
        try
        {
            page.Open(FileMode.Open, FileAccess.ReadWrite).Dispose();
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new InvalidDataException($"{page} cannot be written. ({fault.Message})", fault);
        }

        PlaceIn(File.ReadAllText(page.FullName));
    }

    /// <summary>Puts figures in place of those that a page has.</summary>
    /// <exception cref="InvalidDataException">It has no place for them.</exception>
    public void Write(FileInfo page, string figures)
    {
        var text = File.ReadAllText(page.FullName);
        var place = PlaceIn(text);
        File.WriteAllText(page.FullName, $"{text[..place.Start]}\n\n{figures}\n{text[place.End..]}");
    }

    private Range PlaceIn(string page)
    {
        var begin = page.IndexOf(_begin, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : page.IndexOf(End, begin, StringComparison.Ordinal);
        return end >= 0
            ? (begin + _begin.Length)..end
            : throw new InvalidDataException($"The page has no place for figures: put a line {_begin} and a line {End} where they belong.");
    }
}
