using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>What an import did.</summary>
/// <param name="Files">What became of each file.</param>
/// <param name="Songs">Songs of the catalogue now.</param>
/// <param name="Seconds">How long it took in all.</param>
public sealed record ImportReport(IReadOnlyList<ImportedFile> Files, int Songs, double Seconds);

/// <summary>What became of a file.</summary>
public sealed record ImportedFile
{
    /// <summary>Its name.</summary>
    public required string File { get; init; }

    /// <summary>The well-known set that it is, or null.</summary>
    public string? Set { get; init; }

    /// <summary>The columns taken, by what they were taken for.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>When the same content was imported before, so that there was nothing to do; else null.</summary>
    public DateTimeOffset? ImportedBefore { get; init; }

    /// <summary>Rows of an earlier run that was interrupted, which were not read again.</summary>
    public long ResumedAfter { get; init; }

    /// <summary>Rows.</summary>
    public long Rows { get; init; }

    /// <summary>Songs that came into the catalogue.</summary>
    public long Taken { get; init; }

    /// <summary>Songs that were in the catalogue before, by id or ISRC, which stay as they were.</summary>
    public long AlreadyThere { get; init; }

    /// <summary>Rows refused, by reason.</summary>
    public IReadOnlyDictionary<string, long> Refused { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Where the rows refused are listed, or null when there are none.</summary>
    public string? RefusedFile { get; init; }

    /// <summary>Cells that could not be read and are not known therefore, by field.</summary>
    public IReadOnlyDictionary<string, long> LeftOut { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Songs whose feature nobody measured and was estimated, by feature.</summary>
    public IReadOnlyDictionary<string, long> Estimated { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Songs by what told their language: column, script, artist, genre, option or nothing.</summary>
    public IReadOnlyDictionary<string, long> LanguageFrom { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>What was judged by the first rows and not said by the columns' names, in words.</summary>
    public IReadOnlyList<string> Assumed { get; init; } = [];

    /// <summary>How long reading it took.</summary>
    public double Seconds { get; init; }

    /// <summary>Rows a second in this run.</summary>
    public double RowsPerSecond => Seconds > 0 ? (Rows - ResumedAfter) / Seconds : 0;
}

/// <summary>How a file would be imported.</summary>
/// <param name="Read">What became of the first thousand rows.</param>
/// <param name="FirstSongs">The first three songs.</param>
public sealed record ImportPreview(ImportedFile Read, IReadOnlyList<Track> FirstSongs);

/// <summary>What is in the imported catalogue.</summary>
/// <param name="Songs">Songs.</param>
/// <param name="Bytes">The file's size; 0 when there is none.</param>
/// <param name="Languages">Songs by language, most first.</param>
/// <param name="Imports">Every import, newest first.</param>
public sealed record CatalogueStatus(int Songs, long Bytes, IReadOnlyDictionary<string, int> Languages, IReadOnlyList<CatalogImport> Imports);
