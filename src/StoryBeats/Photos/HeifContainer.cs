using System.Buffers.Binary;

namespace StoryBeats.Photos;

/// <summary>
/// What the boxes of a HEIC or AVIF file (ISO/IEC 23008-12) tell about its main picture without decoding it. Phones store it as a
/// grid of small pictures, which can be decoded one at a time.
/// </summary>
internal sealed class HeifContainer
{
    // A phone's takes some 20 KB; larger ones would only cost time.
    private const int MaxMetaBytes = 1 << 20;

    private readonly Dictionary<uint, Item> _items = [];
    private readonly List<Box> _properties = [];
    private readonly List<(uint Auxiliary, uint Of)> _auxiliaries = [];
    private readonly Dictionary<uint, uint[]> _parts = [];
    private readonly ReadOnlyMemory<byte> _bytes;
    private Range _itemData;
    private uint _primary;

    private HeifContainer(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>Width before any rotation, in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Height before any rotation, in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Whether the picture has transparency.</summary>
    public bool HasAlpha => _auxiliaries.Exists(auxiliary => auxiliary.Of == _primary && IsAlpha(Get(auxiliary.Auxiliary)));

    /// <summary>Whether a channel has more than 8 bits.</summary>
    public bool IsDeep { get; private set; }

    /// <summary>Reads the boxes.</summary>
    /// <exception cref="InvalidDataException">They contradict each other, or say nothing of the main picture.</exception>
    public static HeifContainer Read(ReadOnlyMemory<byte> bytes)
    {
        var container = new HeifContainer(bytes);
        try
        {
            foreach (var box in container.Boxes(0, bytes.Length))
            {
                if (box.Kind == "meta")
                {
                    if (box.End - box.Start > MaxMetaBytes)
                        throw new InvalidDataException("The description of the picture is larger than any picture needs.");
                    container.ReadMeta(box);
                    break;
                }
            }

            container.ReadPrimary();
        }
        catch (Exception fault) when (fault is ArgumentException or IndexOutOfRangeException or KeyNotFoundException or OverflowException)
        {
            throw new InvalidDataException("The boxes of the file contradict each other.", fault);
        }

        return container;
    }

    /// <summary>The main picture as a grid, or null where it is none or has features that only the whole decoder knows.</summary>
    public HeifGrid? Grid()
    {
        try
        {
            return ReadGrid();
        }
        catch (Exception fault) when (fault is ArgumentException or IndexOutOfRangeException or KeyNotFoundException or OverflowException)
        {
            throw new InvalidDataException("The grid of the file contradicts itself.", fault);
        }
    }

    private HeifGrid? ReadGrid()
    {
        var primary = _items[_primary];
        if (primary.Kind != "grid" || HasAlpha || !_parts.TryGetValue(_primary, out var parts))
            return null;

        var grid = Data(primary).Span;
        var wide = (grid[1] & 1) != 0;
        int rows = grid[2] + 1, columns = grid[3] + 1;
        var width = wide ? BinaryPrimitives.ReadInt32BigEndian(grid[4..]) : BinaryPrimitives.ReadUInt16BigEndian(grid[4..]);
        var height = wide ? BinaryPrimitives.ReadInt32BigEndian(grid[8..]) : BinaryPrimitives.ReadUInt16BigEndian(grid[6..]);
        if (parts.Length != rows * columns || parts.Length > HeifGrid.MaxTiles || width != Width || height != Height)
            return null;

        var transforms = new List<HeifTransform>();
        foreach (var property in Properties(primary))
        {
            switch (property.Kind)
            {
                case "irot":
                    transforms.Add(new HeifTransform(IsMirror: false, Body(property)[0] & 3));
                    break;
                case "imir":
                    transforms.Add(new HeifTransform(IsMirror: true, Body(property)[0] & 1));
                    break;
                case "clap":
                    return null;
            }
        }

        var first = _items[parts[0]];
        var (tileWidth, tileHeight) = Extent(first);
        if (tileWidth < HeifGrid.MinTileSide || tileHeight < HeifGrid.MinTileSide
            || (long)tileWidth * tileHeight > HeifGrid.MaxTilePixels
            || (long)tileWidth * columns < width || (long)tileHeight * rows < height
            || (long)tileWidth * (columns - 1) >= width || (long)tileHeight * (rows - 1) >= height)
        {
            return null;
        }

        // Parts that share their bytes would be cheap to send and dear to decode.
        if (parts.Distinct().Sum(part => Get(part).Extents.Sum(extent => extent.Length)) > _bytes.Length)
            throw new InvalidDataException("The parts of the picture are longer than the file.");

        var colors = Properties(primary).Where(property => property.Kind == "colr" && Body(property).StartsWith("nclx"u8)).ToList();
        var tiles = new HeifTile[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var item = _items[parts[i]];
            var properties = Properties(item).ToList();
            if (item.Kind != "hvc1" || Extent(item) != (tileWidth, tileHeight) || properties.Exists(property => property.Kind is "irot" or "imir" or "clap"))
                return null;
            if (!properties.Exists(property => property.Kind == "colr" && Body(property).StartsWith("nclx"u8)))
                properties.AddRange(colors);
            tiles[i] = new HeifTile([.. properties.Select(property => _bytes[property.Header..property.End])], Data(item));
        }

        return new HeifGrid(columns, width, height, tileWidth, tileHeight, tiles, transforms, Profile(primary) ?? Profile(first));
    }

    private byte[]? Profile(Item item)
    {
        foreach (var property in Properties(item))
        {
            if (property.Kind == "colr" && (Body(property).StartsWith("prof"u8) || Body(property).StartsWith("rICC"u8)))
                return Body(property)[4..].ToArray();
        }

        return null;
    }

    private void ReadPrimary()
    {
        if (!_items.TryGetValue(_primary, out var primary))
            throw new InvalidDataException("The file names no main picture.");

        (Width, Height) = Extent(primary);
        if (Width <= 0 || Height <= 0)
            throw new InvalidDataException("The main picture has no size.");

        var part = _parts.TryGetValue(_primary, out var parts) && parts.Length > 0 && _items.TryGetValue(parts[0], out var first) ? first : primary;
        foreach (var property in Properties(primary).Concat(Properties(part)))
        {
            var body = Body(property);
            IsDeep |= property.Kind switch
            {
                "hvcC" => (body[17] & 7) > 0,
                "av1C" => (body[2] & 0x40) != 0,
                "pixi" => body.Length > 5 && body[5] > 8,
                _ => false,
            };
        }
    }

    private void ReadMeta(Box meta)
    {
        foreach (var box in Boxes(meta.Start + 4, meta.End))
        {
            var body = Body(box);
            switch (box.Kind)
            {
                case "pitm":
                    _primary = body[0] == 0 ? BinaryPrimitives.ReadUInt16BigEndian(body[4..]) : BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
                    break;
                case "iinf":
                    foreach (var entry in Boxes(box.Start + (body[0] == 0 ? 6 : 8), box.End))
                        ReadItem(Body(entry));
                    break;
                case "iloc":
                    ReadLocations(body);
                    break;
                case "iref":
                    foreach (var reference in Boxes(box.Start + 4, box.End))
                        ReadReference(reference.Kind, Body(reference), body[0] != 0);
                    break;
                case "idat":
                    _itemData = box.Start..box.End;
                    break;
                case "iprp":
                    ReadProperties(box);
                    break;
            }
        }
    }

    private void ReadItem(ReadOnlySpan<byte> entry)
    {
        // Version 2 has the numbers in 16 bits, 3 in 32; older ones describe no pictures.
        if (entry[0] is not (2 or 3))
            return;

        var at = 4;
        var id = Number(entry, ref at, entry[0] == 2 ? 2 : 4);
        Get((uint)id).Kind = Kind(entry[(at + 2)..]);
    }

    private void ReadReference(string kind, ReadOnlySpan<byte> body, bool wide)
    {
        var at = 0;
        var from = (uint)Number(body, ref at, wide ? 4 : 2);
        var count = (int)Number(body, ref at, 2);
        if (count * (wide ? 4 : 2) > body.Length - at)
            throw new InvalidDataException("A reference is longer than its box.");

        var to = new uint[count];
        for (var i = 0; i < to.Length; i++)
            to[i] = (uint)Number(body, ref at, wide ? 4 : 2);
        if (kind == "dimg")
            _parts[from] = to;
        else if (kind == "auxl")
            _auxiliaries.AddRange(to.Select(item => (from, item)));
    }

    // Phones add depth and gain maps the same way; they are not read.
    private bool IsAlpha(Item item) => Properties(item).Any(property => property.Kind == "auxC"
        && (Body(property)[4..].StartsWith("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"u8) || Body(property)[4..].StartsWith("urn:mpeg:hevc:2015:auxid:1"u8)));

    private void ReadProperties(Box iprp)
    {
        foreach (var box in Boxes(iprp.Start, iprp.End))
        {
            if (box.Kind == "ipco")
                _properties.AddRange(Boxes(box.Start, box.End));
        }

        foreach (var box in Boxes(iprp.Start, iprp.End))
        {
            if (box.Kind != "ipma")
                continue;

            var body = Body(box);
            var at = 4;
            var count = Number(body, ref at, 4);
            for (var i = 0L; i < count; i++)
            {
                var item = Get((uint)Number(body, ref at, body[0] == 0 ? 2 : 4));
                var associations = Number(body, ref at, 1);
                for (var j = 0L; j < associations; j++)
                {
                    var wide = (body[3] & 1) != 0;
                    item.Properties.Add((int)Number(body, ref at, wide ? 2 : 1) & (wide ? 0x7FFF : 0x7F));
                }
            }
        }
    }

    private void ReadLocations(ReadOnlySpan<byte> body)
    {
        int version = body[0], offsetSize = body[4] >> 4, lengthSize = body[4] & 15, baseSize = body[5] >> 4, indexSize = version == 0 ? 0 : body[5] & 15;
        var at = 6;
        var count = Number(body, ref at, version < 2 ? 2 : 4);
        for (var i = 0L; i < count; i++)
        {
            var item = Get((uint)Number(body, ref at, version < 2 ? 2 : 4));
            item.Method = version == 0 ? 0 : (int)Number(body, ref at, 2) & 15;
            at += 2;
            var start = Number(body, ref at, baseSize);
            var extents = Number(body, ref at, 2);
            if (extents > 1 && offsetSize + lengthSize == 0)
                throw new InvalidDataException("The parts of an item have no place.");
            for (var j = 0L; j < extents; j++)
            {
                at += indexSize;
                item.Extents.Add((checked(start + Number(body, ref at, offsetSize)), Number(body, ref at, lengthSize)));
            }
        }
    }

    private ReadOnlyMemory<byte> Data(Item item)
    {
        var source = item.Method switch
        {
            0 => _bytes,
            1 => _bytes[_itemData],
            _ => throw new InvalidDataException("The file keeps its picture in a way that is not known."),
        };
        if (item.Extents is [var (offset, length)])
            return source.Slice(checked((int)offset), checked((int)length));

        var all = new List<byte>();
        foreach (var (at, size) in item.Extents)
        {
            all.AddRange(source.Slice(checked((int)at), checked((int)size)).Span);
            if (all.Count > _bytes.Length)
                throw new InvalidDataException("A part of the picture is longer than the file.");
        }

        return all.ToArray();
    }

    private (int Width, int Height) Extent(Item item)
    {
        foreach (var property in Properties(item))
        {
            if (property.Kind == "ispe")
            {
                var body = Body(property);
                return (Side(body[4..]), Side(body[8..]));
            }
        }

        return default;

        static int Side(ReadOnlySpan<byte> bytes) => (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes), int.MaxValue);
    }

    private IEnumerable<Box> Properties(Item item) =>
        item.Properties.Where(index => index > 0 && index <= _properties.Count).Select(index => _properties[index - 1]);

    private Item Get(uint id) => _items.TryGetValue(id, out var item) ? item : _items[id] = new Item();

    private ReadOnlySpan<byte> Body(Box box) => _bytes.Span[box.Start..box.End];

    private List<Box> Boxes(int start, int end)
    {
        var bytes = _bytes.Span;
        var boxes = new List<Box>();
        while (start + 8 <= end)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(bytes[start..]);
            var header = 8;
            if (size == 1)
            {
                size = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(bytes[(start + 8)..]), int.MaxValue);
                header = 16;
            }

            if (size == 0 || start + size > end)
                size = end - start;
            if (size < header)
                break;

            boxes.Add(new Box(Kind(bytes[(start + 4)..]), start, start + header, (int)(start + size)));
            start += (int)size;
        }

        return boxes;
    }

    private static string Kind(ReadOnlySpan<byte> bytes) => System.Text.Encoding.Latin1.GetString(bytes[..4]);

    private static long Number(ReadOnlySpan<byte> bytes, ref int at, int size)
    {
        long value = 0;
        for (var i = 0; i < size; i++)
            value = (value << 8) | bytes[at + i];
        at += size;
        return value;
    }

    private readonly record struct Box(string Kind, int Header, int Start, int End);

    private sealed class Item
    {
        public string Kind { get; set; } = "";

        public int Method { get; set; }

        public List<int> Properties { get; } = [];

        public List<(long Offset, long Length)> Extents { get; } = [];
    }
}
