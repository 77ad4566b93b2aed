namespace StoryBeats.Catalog;

/// <summary>Remembers which files were imported into the catalogue, so that the same file twice is one import.</summary>
public interface IImportLog
{
    /// <summary>The import of a file's content, or null.</summary>
    ValueTask<CatalogImport?> FindAsync(string checksum, CancellationToken cancellationToken);

    /// <summary>Every import, newest first.</summary>
    ValueTask<IReadOnlyList<CatalogImport>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Keeps an import in place of what is known of the same content.</summary>
    ValueTask SaveAsync(CatalogImport import, CancellationToken cancellationToken);
}

/// <summary>One file's import.</summary>
/// <param name="Checksum">SHA-256 of the content, in hexadecimal.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Started">When it began.</param>
/// <param name="Finished">When it was done; null while it runs or after it was interrupted.</param>
/// <param name="Rows">Rows taken.</param>
/// <param name="Refused">Rows refused.</param>
public sealed record CatalogImport(string Checksum, string FileName, DateTimeOffset Started, DateTimeOffset? Finished, long Rows, long Refused);
