namespace StoryBeats.Storage.Tests.Killing;

/// <summary>What the killed processes said was kept.</summary>
internal sealed class Acknowledged
{
    public const string Session = "session";
    public const string Shown = "shown";
    public const string Feedback = "feedback";

    private readonly Dictionary<string, HashSet<string>> _ids = new(StringComparer.Ordinal)
    {
        [Session] = new(StringComparer.Ordinal),
        [Shown] = new(StringComparer.Ordinal),
        [Feedback] = new(StringComparer.Ordinal),
    };

    public int Count => _ids.Values.Sum(ids => ids.Count);

    public IReadOnlySet<string> Of(string kind) => _ids[kind];

    public void Read(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        lock (_ids)
            _ids[line[..space]].Add(line[(space + 1)..]);
    }
}
