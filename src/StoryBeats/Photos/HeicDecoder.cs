using System.Runtime.InteropServices;
using ImageMagick;
using NetVips;

namespace StoryBeats.Photos;

/// <summary>
/// HEIC alone, by ImageMagick: the libvips build from NuGet has no HEVC. Grids, which phones write, are decoded tile by tile, so that
/// a photo of 48 megapixels needs little more memory than a small one.
/// </summary>
internal sealed class HeicDecoder : IPhotoDecoder
{
    // The decoder's planes, RGB beside them, and ImageMagick's copy: measured (docs/photos.md) 6.3 bytes a pixel; 8.6 with alpha,
    // 9.4 with more than 8 bits.
    private const double BytesPerPixel = 6.5;
    private const double BytesPerPixelAlphaOrDeep = 10;
    private const long BaseBytes = 16 << 20;

    // The joined, shrunk tiles: at most 4096 pixels a side with the default working size.
    private const long MaxCanvasBytes = 64 << 20;

    private const int MaxChannels = 4;

    // Linux' own, also where nothing else may be written.
    private const string MemoryFolder = "/dev/shm";

    // A tile takes some 15 ms; memory is needed for as many as are decoded at once.
    private static readonly ParallelOptions Threads = new() { MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount) };

    public static readonly HeicDecoder Instance = new();

    private HeicDecoder()
    {
        // ImageMagick reads HEIC from a file alone, and writes one where it is given bytes: let that file lie in memory.
        if (Directory.Exists(MemoryFolder))
            MagickNET.SetTempDirectory(MemoryFolder);
        // Nothing is written to disk: what does not fit into memory is refused.
        ResourceLimits.Disk = 0;
        ResourceLimits.Memory = 1UL << 30;
        ResourceLimits.Area = 400_000_000;
        ResourceLimits.Width = 65_535;
        ResourceLimits.Height = 65_535;
        // Seconds for one picture, not for the process: a runaway is stopped, a slow machine is not.
        ResourceLimits.Time = 60;
    }

    public PhotoHeader ReadHeader(ReadOnlyMemory<byte> bytes, PhotoFormat format, PhotoLimits limits)
    {
        var container = HeifContainer.Read(bytes);
        var pixels = (double)container.Width * container.Height;
        var perPixel = container.HasAlpha || container.IsDeep ? BytesPerPixelAlphaOrDeep : BytesPerPixel;
        var canvas = Tiled(container.Grid(), limits.WorkingSide) is { } grid ? CanvasBytes(grid, limits.WorkingSide) : 0;
        return new PhotoHeader(container.Width, container.Height, BaseBytes + (canvas > 0 ? canvas : (long)(pixels * perPixel)));
    }

    public PhotoPixels Decode(ReadOnlyMemory<byte> bytes, PhotoFormat format, PhotoLimits limits) =>
        Tiled(HeifContainer.Read(bytes).Grid(), limits.WorkingSide) is { } grid ? DecodeTiles(grid, limits) : DecodeWhole(bytes, limits);

    private static HeifGrid? Tiled(HeifGrid? grid, int side) => grid is not null && CanvasBytes(grid, side) <= MaxCanvasBytes ? grid : null;

    private static long CanvasBytes(HeifGrid grid, int side)
    {
        var (width, height) = CanvasSize(grid, grid.Shrink(side));
        return width * height * 3L;
    }

    private static (int Width, int Height) CanvasSize(HeifGrid grid, int shrink) =>
        ((grid.Width + shrink - 1) / shrink, (grid.Height + shrink - 1) / shrink);

    private static PhotoPixels DecodeTiles(HeifGrid grid, PhotoLimits limits)
    {
        var shrink = grid.Shrink(limits.WorkingSide);
        var (width, height) = CanvasSize(grid, shrink);
        var canvas = new byte[width * height * 3];
        Parallel.For(
            0, grid.Tiles.Count, Threads,
            () => new byte[grid.TileWidth * grid.TileHeight * MaxChannels],
            (index, _, buffer) =>
            {
                ShrinkTile(grid, index, buffer, shrink, canvas, width, height);
                return buffer;
            },
            _ => { });

        using var joined = Image.NewFromMemory(canvas, width, height, bands: 3, Enums.BandFormat.Uchar);
        using var described = joined.Copy(interpretation: Enums.Interpretation.Srgb);
        using var profiled = grid.Profile is { } profile
            ? described.Mutate(image => image.Set(GValue.BlobType, "icc-profile-data", profile))
            : described.Copy();
        return VipsDecoder.Finish(Transform(VipsDecoder.Shrink(profiled, limits), grid.Transforms), limits);
    }

    private static void ShrinkTile(HeifGrid grid, int index, byte[] buffer, int shrink, byte[] canvas, int width, int height)
    {
        using var tile = new MagickImage();
        tile.Read(grid.Tiles[index].ToFile(), Settings());
        if (tile.Width != grid.TileWidth || tile.Height != grid.TileHeight || tile.ChannelCount is < 3 or > MaxChannels)
            throw new InvalidDataException("A tile is not of the size that the file says.");

        // Red, green and blue come first. One buffer a thread: an array for each of hundreds of tiles would wait for the collector.
        var channels = (int)tile.ChannelCount;
        using (var pixels = tile.GetPixelsUnsafe())
            Marshal.Copy(pixels.GetAreaPointer(0, 0, tile.Width, tile.Height), buffer, 0, grid.TileWidth * grid.TileHeight * channels);

        var left = index % grid.Columns * (grid.TileWidth / shrink);
        var top = index / grid.Columns * (grid.TileHeight / shrink);
        var columns = Math.Min(grid.TileWidth / shrink, width - left);
        var rows = Math.Min(grid.TileHeight / shrink, height - top);
        for (var row = 0; row < rows; row++)
        {
            ShrinkRow(
                buffer.AsSpan(row * shrink * grid.TileWidth * channels), grid.TileWidth * channels, channels, shrink,
                canvas.AsSpan((((top + row) * width) + left) * 3, columns * 3));
        }
    }

    // The mean of each square of pixels.
    private static void ShrinkRow(ReadOnlySpan<byte> tile, int stride, int channels, int shrink, Span<byte> target)
    {
        var area = shrink * shrink;
        for (var column = 0; column < target.Length / 3; column++)
        {
            int red = 0, green = 0, blue = 0;
            for (var y = 0; y < shrink; y++)
            {
                var at = (y * stride) + (column * shrink * channels);
                for (var end = at + (shrink * channels); at < end; at += channels)
                {
                    red += tile[at];
                    green += tile[at + 1];
                    blue += tile[at + 2];
                }
            }

            target[column * 3] = (byte)((red + (area / 2)) / area);
            target[(column * 3) + 1] = (byte)((green + (area / 2)) / area);
            target[(column * 3) + 2] = (byte)((blue + (area / 2)) / area);
        }
    }

    private static Image Transform(Image image, IReadOnlyList<HeifTransform> transforms)
    {
        foreach (var (isMirror, value) in transforms)
        {
            using var before = image;
            image = (isMirror, value) switch
            {
                (true, 0) => before.Flip(Enums.Direction.Vertical),
                (true, _) => before.Flip(Enums.Direction.Horizontal),
                (_, 1) => before.Rot(Enums.Angle.D270),
                (_, 2) => before.Rot(Enums.Angle.D180),
                (_, 3) => before.Rot(Enums.Angle.D90),
                _ => before.Copy(),
            };
        }

        return image;
    }

    private static PhotoPixels DecodeWhole(ReadOnlyMemory<byte> bytes, PhotoLimits limits)
    {
        using var image = new MagickImage();
        image.Read(bytes.Span, Settings());

        // libheif has applied the rotation already; the Exif orientation repeats it.
        var side = (uint)limits.WorkingSide;
        if (image.Width > side || image.Height > side)
            image.Scale(new MagickGeometry(side, side));
        if (image.GetColorProfile() is not null)
            image.TransformColorSpace(ColorProfiles.SRGB);
        image.ColorSpace = ColorSpace.sRGB;
        image.BackgroundColor = MagickColors.White;
        image.Alpha(AlphaAction.Remove);

        using var pixels = image.GetPixelsUnsafe();
        var rgb = pixels.ToByteArray(PixelMapping.RGB) ?? throw new InvalidDataException("The picture has no pixels.");
        return new PhotoPixels(rgb, (int)image.Width, (int)image.Height, limits.JpegQuality);
    }

    private static MagickReadSettings Settings() => new() { Format = MagickFormat.Heic };
}
