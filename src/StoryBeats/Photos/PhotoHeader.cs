namespace StoryBeats.Photos;

/// <summary>What a photo's header says before any pixel is decoded.</summary>
/// <param name="Width">Width as stored, in pixels.</param>
/// <param name="Height">Height as stored, in pixels.</param>
/// <param name="WholeFrameBytes">Memory that decoding needs at once, in bytes: little where it goes in strips.</param>
internal readonly record struct PhotoHeader(int Width, int Height, long WholeFrameBytes);
