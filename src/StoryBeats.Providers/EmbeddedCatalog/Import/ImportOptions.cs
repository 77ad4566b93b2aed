namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>How to import.</summary>
public sealed record ImportOptions
{
    /// <summary>Columns by field, for headers that are not known: <c>title</c> → <c>Song</c>.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The language of songs that nothing tells, by its English name or code; null leaves it unknown.</summary>
    public string? Language { get; init; }

    /// <summary>The file for the rows refused; null: one beside each input, <c>NAME.refused.csv</c>.</summary>
    public string? RefusedFile { get; init; }

    /// <summary>Whether to import what was imported before, in place of what is known of the same songs; default false.</summary>
    public bool Again { get; init; }
}

/// <summary>How far an import is.</summary>
/// <param name="Task">What is being done: a file's name, or a sentence.</param>
/// <param name="Done">Bytes or songs done.</param>
/// <param name="Total">Bytes or songs in all.</param>
/// <param name="Rows">Rows read so far, or 0 where none are.</param>
public readonly record struct ImportProgress(string Task, long Done, long Total, long Rows);
