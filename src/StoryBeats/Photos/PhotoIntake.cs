using System.Globalization;
using ImageMagick;
using Microsoft.Extensions.Options;
using NetVips;

namespace StoryBeats.Photos;

/// <summary>Checks a photo before it costs anything: recognised by content, measured by its header, never written to disk.</summary>
public sealed class PhotoIntake(IOptions<PhotoLimits> limits, PhotoFingerprinter fingerprinter)
{
    // What counts as much memory: such photos are decoded one after another.
    private const long MuchMemory = 64 << 20;

    private readonly PhotoLimits _limits = limits.Value;
    private readonly Lock _turn = new();

    /// <summary>Checks a file.</summary>
    /// <param name="bytes">The whole file; must stay unchanged while the photo is in use.</param>
    /// <exception cref="PhotoRejectedException">It is not a photo that can be read; the sentence says why and what to do.</exception>
    public PreparedPhoto Open(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            throw Rejected(PhotoProblem.Empty, "The photo is empty (0 bytes). Choose the photo again.");
        if (bytes.Length > _limits.MaxBytes)
            throw Rejected(PhotoProblem.FileTooLarge, $"The photo is larger than {_limits.MaxBytes / (1024 * 1024)} MiB. Send a smaller one.");

        var format = PhotoSignature.Recognise(bytes.Span) ?? throw NotRead(bytes.Span);
        var decoder = format is PhotoFormat.Heic ? HeicDecoder.Instance : (IPhotoDecoder)VipsDecoder.Instance;
        if (Guarded(() => PhotoSize.Read(bytes, format)) is { } size)
            CheckMost(size.Width, size.Height);
        if (!PhotoCompleteness.IsCompleteAtAGlance(bytes.Span, format))
            throw Damaged(fault: null);

        var header = Guarded(() => decoder.ReadHeader(bytes, format, _limits));
        Check(header);
        return new PreparedPhoto(
            fingerprinter.Of(bytes.Span), format, header.Width, header.Height,
            () => Guarded(() => DecodeInTurn(decoder, bytes, format, header)));
    }

    private PhotoPixels DecodeInTurn(IPhotoDecoder decoder, ReadOnlyMemory<byte> bytes, PhotoFormat format, PhotoHeader header)
    {
        if (format is PhotoFormat.Jpeg && !PhotoCompleteness.IsComplete(bytes.Span, format))
            throw Damaged(fault: null);
        if (header.WholeFrameBytes < MuchMemory)
            return decoder.Decode(bytes, format, _limits);
        lock (_turn)
            return decoder.Decode(bytes, format, _limits);
    }

    private void Check(PhotoHeader header)
    {
        var (width, height, wholeFrame) = header;
        if (width < _limits.MinSide || height < _limits.MinSide)
        {
            throw Rejected(PhotoProblem.TooFewPixels,
                $"The photo is only {width}×{height} pixels; at least {_limits.MinSide}×{_limits.MinSide} are needed. Send a larger one.");
        }

        CheckMost(width, height);
        if (wholeFrame > _limits.MaxWholeFrameBytes)
        {
            throw Rejected(PhotoProblem.TooManyPixels,
                $"A photo of {width}×{height} pixels saved this way takes too much memory to open. Send a smaller one, or save it as an ordinary (baseline) JPEG.");
        }
    }

    private void CheckMost(int width, int height)
    {
        if (width > _limits.MaxSide || height > _limits.MaxSide)
        {
            throw Rejected(PhotoProblem.TooManyPixels,
                $"The photo is {width}×{height} pixels; at most {_limits.MaxSide} a side are read. Send a smaller one.");
        }

        if ((long)width * height > _limits.MaxPixels)
        {
            throw Rejected(PhotoProblem.TooManyPixels,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The photo has {Math.Ceiling(width * (double)height / 10_000) / 100:0.##} megapixels; at most {_limits.MaxPixels / 1e6:0.##} are read. Send a smaller one."));
        }
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is TypeInitializationException or DllNotFoundException)
        {
            // ImageMagick's package has no native library for every processor.
            throw new PhotoRejectedException(
                new PhotoRejection(PhotoProblem.Unsupported, "Photos of this kind are not read on this machine. Send it as JPEG."), fault);
        }
        catch (Exception fault) when (fault is VipsException or MagickException or InvalidDataException
            || (fault is AggregateException all && all.InnerExceptions.All(one => one is MagickException or InvalidDataException)))
        {
            throw Damaged(fault);
        }
    }

    private static PhotoRejectedException Damaged(Exception? fault) => new(
        new PhotoRejection(PhotoProblem.Damaged, "The photo is damaged or cut off and cannot be opened. Send it again from the original."),
        fault);

    private static PhotoRejectedException NotRead(ReadOnlySpan<byte> bytes)
    {
        const string advice = "Send a JPEG, PNG, GIF, WebP, HEIC or AVIF photo.";
        return PhotoSignature.DescribeOther(bytes) is { } other
            ? Rejected(other.EndsWith("picture", StringComparison.Ordinal) || other.EndsWith("drawing", StringComparison.Ordinal) ? PhotoProblem.Unsupported : PhotoProblem.NotAnImage,
                $"This file is {other}, which is not read. {advice}")
            : Rejected(PhotoProblem.NotAnImage, $"This file is not an image. {advice}");
    }

    private static PhotoRejectedException Rejected(PhotoProblem problem, string sentence) =>
        new(new PhotoRejection(problem, sentence));
}
