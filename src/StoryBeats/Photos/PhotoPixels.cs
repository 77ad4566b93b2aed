using NetVips;

namespace StoryBeats.Photos;

/// <summary>A decoded photo: upright, sRGB, opaque, 8 bits a channel, without metadata.</summary>
public sealed class PhotoPixels
{
    private readonly byte[] _rgb;
    private readonly Lazy<byte[]> _jpeg;

    internal PhotoPixels(byte[] rgb, int width, int height, int jpegQuality)
    {
        _rgb = rgb;
        _jpeg = new Lazy<byte[]>(() => EncodeJpeg(jpegQuality));
        Width = width;
        Height = height;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Red, green, blue, row by row.</summary>
    public ReadOnlyMemory<byte> Rgb => _rgb;

    /// <summary>The same photo stretched to a size, red, green, blue, row by row.</summary>
    public byte[] Resize(int width, int height)
    {
        using var image = Open();
        using var resized = image.ThumbnailImage(width, height: height, size: Enums.Size.Force);
        return resized.WriteToMemory<byte>();
    }

    /// <summary>The part of the photo between two corners, given as shares of its sides, stretched to a size.</summary>
    public byte[] ResizePart(double left, double top, double right, double bottom, int width, int height)
    {
        var x = (int)(left * Width);
        var y = (int)(top * Height);
        using var image = Open();
        using var part = image.Crop(x, y, Math.Max(1, (int)(right * Width) - x), Math.Max(1, (int)(bottom * Height) - y));
        using var resized = part.ThumbnailImage(width, height: height, size: Enums.Size.Force);
        return resized.WriteToMemory<byte>();
    }

    /// <summary>JPEG bytes for whoever needs a file: no metadata. Encoded once, whoever asks.</summary>
    public byte[] ToJpeg() => _jpeg.Value;

    internal byte[] EncodeJpeg(int quality)
    {
        using var image = Open();
        return image.JpegsaveBuffer(q: quality, keep: Enums.ForeignKeep.None);
    }

    private Image Open()
    {
        using var raw = Image.NewFromMemory(_rgb, Width, Height, bands: 3, Enums.BandFormat.Uchar);
        return raw.Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
