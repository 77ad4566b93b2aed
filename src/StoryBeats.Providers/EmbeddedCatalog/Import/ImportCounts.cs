namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>What happened to the rows, counted by kind and name.</summary>
internal sealed class ImportCounts
{
    public const string Refused = "refused";
    public const string LeftOut = "left_out";
    public const string Estimated = "estimated";
    public const string LanguageFrom = "language_from";

    private readonly Dictionary<(string Kind, string Name), long> _counts = [];

    /// <summary>Rows read.</summary>
    public long Rows { get; set; }

    public void Count(string kind, string name, long times = 1) => _counts[(kind, name)] = _counts.GetValueOrDefault((kind, name)) + times;

    /// <summary>The counts of a kind, most first.</summary>
    public IReadOnlyDictionary<string, long> Of(string kind) => _counts
        .Where(count => count.Key.Kind == kind)
        .OrderByDescending(count => count.Value).ThenBy(count => count.Key.Name, StringComparer.Ordinal)
        .ToDictionary(count => count.Key.Name, count => count.Value, StringComparer.Ordinal);

    public void Add(ImportCounts others)
    {
        Rows += others.Rows;
        foreach (var ((kind, name), times) in others._counts)
            Count(kind, name, times);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Rows);
        writer.Write(_counts.Count);
        foreach (var ((kind, name), times) in _counts)
        {
            writer.Write(kind);
            writer.Write(name);
            writer.Write(times);
        }
    }

    public static ImportCounts Read(BinaryReader reader)
    {
        var counts = new ImportCounts { Rows = reader.ReadInt64() };
        for (var left = reader.ReadInt32(); left > 0; left--)
            counts.Count(reader.ReadString(), reader.ReadString(), reader.ReadInt64());
        return counts;
    }
}
