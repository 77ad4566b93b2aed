namespace StoryBeats.Photos;

/// <summary>
/// A photo that passed every check that can be made without decoding it. Pixels are decoded once, when first asked for: a photo
/// that was read before never needs them.
/// </summary>
public sealed class PreparedPhoto
{
    private readonly Lazy<PhotoPixels> _pixels;
    private readonly TaskCompletionSource _decoded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal PreparedPhoto(PhotoFingerprint fingerprint, PhotoFormat format, int width, int height, Func<PhotoPixels> decode)
    {
        Fingerprint = fingerprint;
        Format = format;
        Width = width;
        Height = height;
        _pixels = new Lazy<PhotoPixels>(() =>
        {
            try
            {
                return decode();
            }
            finally
            {
                _decoded.TrySetResult();
            }
        });
    }

    /// <summary>Same file, same fingerprint.</summary>
    public PhotoFingerprint Fingerprint { get; }

    /// <summary>What the content is.</summary>
    public PhotoFormat Format { get; }

    /// <summary>Width as stored, in pixels.</summary>
    public int Width { get; }

    /// <summary>Height as stored, in pixels.</summary>
    public int Height { get; }

    /// <summary>Completed once it was decoded, or could not be: from then on <see cref="Decode"/> costs nothing.</summary>
    public Task Decoded => _decoded.Task;

    /// <summary>Decodes the photo, shrunk to the working size.</summary>
    /// <exception cref="PhotoRejectedException">The file is damaged or cut off.</exception>
    public PhotoPixels Decode() => _pixels.Value;
}
