using System.Text;
using StoryBeats.Providers.EmbeddedCatalog.Packed;

namespace StoryBeats.Providers.EmbeddedCatalog.Import.Tables;

/// <summary>A column's texts one behind the other: a tenth of what they take as strings.</summary>
internal sealed class PackedTexts : IParquetTexts
{
    private readonly BinaryReader _reader;

    /// <summary>Packs a column.</summary>
    /// <exception cref="IOException">It has more than 2 GB.</exception>
    public PackedTexts(IParquetTexts column, long rows)
    {
        var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            for (var row = 0L; row < rows; row++)
                PackedTrack.WriteText(writer, column.Next());
        }

        content.Position = 0;
        _reader = new BinaryReader(content);
    }

    /// <inheritdoc/>
    public string? Next() => PackedTrack.ReadText(_reader);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();
}
