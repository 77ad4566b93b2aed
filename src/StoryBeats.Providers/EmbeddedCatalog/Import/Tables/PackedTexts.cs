using System.Text;
using StoryBeats.Providers.EmbeddedCatalog.Packed;

namespace StoryBeats.Providers.EmbeddedCatalog.Import.Tables;

/// <summary>A column's texts one behind the other, in small pieces: a tenth of what they take as strings.</summary>
internal sealed class PackedTexts : IDisposable
{
    // Below the size from which an array is never moved, and leaves a hole.
    private const int PieceLength = 64 * 1024;

    private readonly Queue<byte[]> _pieces = new();
    private BinaryReader _reader = new(Stream.Null);

    /// <summary>Packs texts, null for a row that has none.</summary>
    public PackedTexts(IEnumerable<string?> texts)
    {
        using var piece = new MemoryStream(PieceLength);
        using var writer = new BinaryWriter(piece, Encoding.UTF8);
        foreach (var text in texts)
        {
            PackedTrack.WriteText(writer, text);
            if (piece.Length >= PieceLength)
                Keep();
        }

        Keep();

        void Keep()
        {
            _pieces.Enqueue(piece.ToArray());
            piece.SetLength(0);
        }
    }

    /// <summary>The next row's text, or null where there is nothing.</summary>
    public string? Next()
    {
        if (_reader.BaseStream.Position == _reader.BaseStream.Length)
            _reader = new BinaryReader(new MemoryStream(_pieces.Dequeue()));
        return PackedTrack.ReadText(_reader);
    }

    public void Dispose() => _reader.Dispose();
}
