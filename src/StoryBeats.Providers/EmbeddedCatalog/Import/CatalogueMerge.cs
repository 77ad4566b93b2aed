using StoryBeats.Providers.EmbeddedCatalog.Packed;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>The catalogue that is to replace the one there is, whose songs come over. Of two songs with the same id or ISRC the first stays.</summary>
internal sealed class CatalogueMerge(string path) : IDisposable
{
    private const int SongsPerReport = 5_000;

    private readonly PackedCatalogueWriter _writer = PackedCatalogueWriter.Create(path);

    /// <summary>Songs so far.</summary>
    public int Count => _writer.Count;

    /// <summary>Takes over the songs of the catalogue that there is.</summary>
    public void AddOld(IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return;

        using var old = PackedCatalogue.Open(path);
        for (var row = 0; row < old.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _writer.Add(old.Read(row));
            if ((row + 1) % SongsPerReport is 0 || row + 1 == old.Count)
                progress.Report(new ImportProgress("Taking over the catalogue", row + 1, old.Count, Rows: 0));
        }
    }

    /// <summary>Takes a part's songs.</summary>
    /// <returns>How many were new.</returns>
    public int Add(ImportPart part) => part.Tracks.Count(_writer.Add);

    /// <summary>Puts it in place of the old one, in one step.</summary>
    public void Commit() => _writer.Commit();

    public void Dispose() => _writer.Dispose();
}
