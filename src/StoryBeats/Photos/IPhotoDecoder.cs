namespace StoryBeats.Photos;

/// <summary>One decoding library. Throws its own exceptions on damage; <see cref="PhotoIntake"/> turns them into a rejection.</summary>
internal interface IPhotoDecoder
{
    /// <summary>Reads the header alone.</summary>
    PhotoHeader ReadHeader(ReadOnlyMemory<byte> bytes, PhotoFormat format, PhotoLimits limits);

    /// <summary>Decodes, orients, shrinks to the working size and converts to opaque sRGB.</summary>
    PhotoPixels Decode(ReadOnlyMemory<byte> bytes, PhotoFormat format, PhotoLimits limits);
}
