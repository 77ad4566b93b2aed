namespace StoryBeats.Photos;

/// <summary>
/// A photo that passed every check that can be made without decoding it. Pixels are decoded once, when first asked for: a photo
/// that was read before never needs them.
/// </summary>
public sealed class PreparedPhoto
{
    private readonly Lazy<PhotoPixels> _pixels;

    internal PreparedPhoto(PhotoFingerprint fingerprint, PhotoFormat format, int width, int height, Func<PhotoPixels> decode)
    {
        Fingerprint = fingerprint;
        Format = format;
        Width = width;
        Height = height;
        _pixels = new Lazy<PhotoPixels>(decode);
    }

    /// <summary>Same file, same fingerprint.</summary>
    public PhotoFingerprint Fingerprint { get; }

    /// <summary>What the content is.</summary>
    public PhotoFormat Format { get; }

    /// <summary>Width as stored, in pixels.</summary>
    public int Width { get; }

    /// <summary>Height as stored, in pixels.</summary>
    public int Height { get; }

    /// <summary>Decodes the photo, shrunk to the working size.</summary>
    /// <exception cref="PhotoRejectedException">The file is damaged or cut off.</exception>
    public PhotoPixels Decode() => _pixels.Value;
}
