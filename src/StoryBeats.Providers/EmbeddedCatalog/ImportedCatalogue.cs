using Microsoft.Extensions.Logging;
using StoryBeats.Providers.EmbeddedCatalog.Import;
using StoryBeats.Providers.EmbeddedCatalog.Packed;

namespace StoryBeats.Providers.EmbeddedCatalog;

/// <summary>The catalogue that the operator imported, if any: opened when it is first needed, and anew when an import has replaced it.</summary>
internal sealed partial class ImportedCatalogue(string path, ILogger<ImportedCatalogue> logger) : IDisposable
{
    private readonly Lock _gate = new();
    private (DateTime Written, long Length)? _seen;
    private PackedCatalogue? _open;
    private string? _told;

    /// <summary>The catalogue as it is now, or null where there is none that can be read. It stays readable for as long as somebody holds it.</summary>
    public PackedCatalogue? Current
    {
        get
        {
            var file = new FileInfo(path);
            (DateTime, long)? found = file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
            lock (_gate)
            {
                // The one before is not disposed of: who reads it goes on, and once nobody does, its file is closed with it.
                if (found is null)
                    (_seen, _open) = (null, null);
                else if (found != _seen && Open(out var opened))
                    (_seen, _open) = (found, opened ?? _open);

                return _open;
            }
        }
    }

    /// <summary>Where an import puts the catalogue.</summary>
    /// <param name="dataDirectory">The operator's data folder.</param>
    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "catalogue", CatalogImporter.FileName);

    /// <summary>Closes it.</summary>
    public void Dispose() => _open?.Dispose();

    // Whether that is settled until the file changes; a file that is broken is, one that cannot be opened now may be another time.
    private bool Open(out PackedCatalogue? opened)
    {
        opened = null;
        try
        {
            opened = PackedCatalogue.Open(path);
            LogOpened(path, opened.Count);
            _told = null;
            return true;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // It is tried at every photo, and said once.
            if (_told != fault.Message)
                LogUnreadable(fault.Message);
            _told = fault.Message;
            return fault is InvalidDataException;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path}: {Songs} imported songs")]
    private partial void LogOpened(string path, int songs);

    [LoggerMessage(Level = LogLevel.Error, Message = "The imported catalogue cannot be read, and its songs are left out: {Why}")]
    private partial void LogUnreadable(string why);
}
