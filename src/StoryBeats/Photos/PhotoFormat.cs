namespace StoryBeats.Photos;

/// <summary>The photo formats that are read, told apart by content and never by name.</summary>
public enum PhotoFormat
{
    /// <summary>JPEG, also the first picture of an MPO.</summary>
    Jpeg,

    /// <summary>PNG, also the first frame of an animated one.</summary>
    Png,

    /// <summary>GIF, first frame.</summary>
    Gif,

    /// <summary>WebP, first frame of an animated one.</summary>
    WebP,

    /// <summary>HEIC or HEIF with HEVC pictures, as iPhones write it.</summary>
    Heic,

    /// <summary>AVIF.</summary>
    Avif,
}
