using System.Buffers.Binary;

namespace StoryBeats.Photos;

/// <summary>A rotation by quarter turns to the left, or a mirroring (0 swaps top and bottom, 1 swaps left and right).</summary>
internal readonly record struct HeifTransform(bool IsMirror, int Value);

/// <summary>One small picture of a grid.</summary>
/// <param name="Properties">Its property boxes, whole.</param>
/// <param name="Data">Its coded picture.</param>
internal sealed record HeifTile(IReadOnlyList<ReadOnlyMemory<byte>> Properties, ReadOnlyMemory<byte> Data)
{
    /// <summary>The tile as a HEIC file of its own.</summary>
    public byte[] ToFile()
    {
        var head = Box("ftyp", [.. "heic\0\0\0\0mif1heic"u8]);
        // The length of the boxes before the picture does not depend on where it is said to lie.
        var offset = head.Length + Meta(0).Length + 8;
        return [.. head, .. Meta(offset), .. Box("mdat", Data.ToArray())];
    }

    private byte[] Meta(int offset)
    {
        byte[] location = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(location, offset);
        BinaryPrimitives.WriteInt32BigEndian(location.AsSpan(4), Data.Length);
        var associations = Enumerable.Range(1, Properties.Count).Select(index => (byte)(index == 1 ? 0x81 : index)).ToArray();
        return Box("meta",
            [0, 0, 0, 0],
            Box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0, .. "pict"u8, .. new byte[13]]),
            Box("pitm", [0, 0, 0, 0, 0, 1]),
            Box("iinf", [0, 0, 0, 0, 0, 1], Box("infe", [2, 0, 0, 0, 0, 1, 0, 0, .. "hvc1\0"u8])),
            Box("iprp",
                Box("ipco", Properties.SelectMany(property => property.ToArray()).ToArray()),
                Box("ipma", [0, 0, 0, 0, 0, 0, 0, 1, 0, 1, (byte)associations.Length], associations)),
            Box("iloc", [0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1], location));
    }

    private static byte[] Box(string kind, params ReadOnlySpan<byte[]> parts)
    {
        var length = 8;
        foreach (var part in parts)
            length += part.Length;

        var box = new byte[length];
        BinaryPrimitives.WriteInt32BigEndian(box, length);
        System.Text.Encoding.Latin1.GetBytes(kind, box.AsSpan(4));
        var at = 8;
        foreach (var part in parts)
        {
            part.CopyTo(box, at);
            at += part.Length;
        }

        return box;
    }
}

/// <summary>A picture made of small ones of equal size, row by row, as phones write HEIC.</summary>
/// <param name="Columns">Tiles beside each other.</param>
/// <param name="Width">Width of the whole before any transformation, in pixels.</param>
/// <param name="Height">Height of the whole before any transformation, in pixels.</param>
/// <param name="TileWidth">Width of a tile, in pixels.</param>
/// <param name="TileHeight">Height of a tile, in pixels.</param>
/// <param name="Tiles">The tiles.</param>
/// <param name="Transforms">What is done to the whole, in this order.</param>
/// <param name="Profile">Its ICC profile, or null.</param>
internal sealed record HeifGrid(
    int Columns, int Width, int Height, int TileWidth, int TileHeight,
    IReadOnlyList<HeifTile> Tiles, IReadOnlyList<HeifTransform> Transforms, byte[]? Profile)
{
    /// <summary>The most tiles that are decoded one at a time: 100 megapixels in tiles of 512×512 are 400.</summary>
    public const int MaxTiles = 1024;

    /// <summary>The smallest side of a tile (ISO/IEC 23000-22).</summary>
    public const int MinTileSide = 64;

    /// <summary>The most pixels of a tile: what is decoded at once.</summary>
    public const int MaxTilePixels = 4 << 20;

    /// <summary>By how much tiles can be shrunk before they are joined, so that the whole keeps half as much again as the wanted side.</summary>
    public int Shrink(int side)
    {
        var shrink = 1;
        while (Math.Max(Width, Height) >= side * 3 * shrink && TileWidth % (2 * shrink) == 0 && TileHeight % (2 * shrink) == 0)
            shrink *= 2;
        return shrink;
    }
}
