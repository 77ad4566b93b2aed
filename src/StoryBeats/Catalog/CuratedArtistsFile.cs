using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace StoryBeats.Catalog;

/// <summary>The curated artists as their file says now: an edit takes effect without a restart, a broken edit leaves the old list.</summary>
public sealed partial class CuratedArtistsFile : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "curated-artists.json";

    private readonly string _path;
    private readonly ILogger<CuratedArtistsFile> _logger;
    private readonly PhysicalFileProvider _files;
    private readonly IDisposable _watch;
    private volatile CuratedArtists _current;

    /// <summary>Reads the file and watches it.</summary>
    /// <exception cref="InvalidDataException">The file is broken at start.</exception>
    public CuratedArtistsFile(DataFiles data, ILogger<CuratedArtistsFile> logger)
    {
        _path = data.Find(FileName);
        _logger = logger;
        _current = CuratedArtists.Load(_path);
        _files = new PhysicalFileProvider(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        _watch = ChangeToken.OnChange(() => _files.Watch(FileName), Reload);
    }

    /// <summary>The lists as last read without error.</summary>
    public CuratedArtists Current => _current;

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _files.Dispose();
    }

    private void Reload()
    {
        try
        {
            _current = CuratedArtists.Load(_path);
            LogReloaded(_path);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            LogBroken(fault, _path);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Curated artists read again from {Path}")]
    private partial void LogReloaded(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "Curated artists in {Path} cannot be read; the lists from before stay in use")]
    private partial void LogBroken(Exception fault, string path);
}
