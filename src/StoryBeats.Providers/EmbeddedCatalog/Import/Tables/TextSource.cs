using System.Text;

namespace StoryBeats.Providers.EmbeddedCatalog.Import.Tables;

/// <summary>A file of text and how to read it.</summary>
internal sealed record TextSource(string Path, Encoding Encoding)
{
    private const int Buffer = 1 << 17;

    /// <summary>Its name, for messages.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Opens it at its begin; the file tells how far the reader is.</summary>
    public (StreamReader Reader, FileStream File) Open()
    {
        var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, Buffer, FileOptions.SequentialScan);
        return (new StreamReader(TableFile.Unpacked(file), Encoding, detectEncodingFromByteOrderMarks: true, Buffer), file);
    }
}
