namespace StoryBeats.Photos;

/// <summary>Light and colour of a photo, from a small copy of it.</summary>
/// <param name="Luminance">Mean luma (Rec. 601), 0 to 1.</param>
/// <param name="Contrast">Standard deviation of luma, 0 to .5.</param>
/// <param name="Saturation">Mean HSV saturation weighted by brightness, 0 to 1.</param>
/// <param name="Warmth">Mean of red minus blue, -1 (cold) to 1 (warm).</param>
/// <param name="Palette">Up to five dominant colours as <c>#rrggbb</c>, most of the picture first.</param>
public sealed record PhotoColors(double Luminance, double Contrast, double Saturation, double Warmth, IReadOnlyList<string> Palette)
{
    private const int Side = 48;

    /// <summary>Measures a photo.</summary>
    public static PhotoColors Of(PhotoPixels photo)
    {
        var rgb = photo.Resize(Side, Side);
        double luma = 0, lumaSquared = 0, chroma = 0, brightness = 0, warmth = 0;
        for (var at = 0; at < rgb.Length; at += 3)
        {
            double red = rgb[at] / 255.0, green = rgb[at + 1] / 255.0, blue = rgb[at + 2] / 255.0;
            var y = (.299 * red) + (.587 * green) + (.114 * blue);
            var max = Math.Max(red, Math.Max(green, blue));
            luma += y;
            lumaSquared += y * y;
            chroma += max - Math.Min(red, Math.Min(green, blue));
            brightness += max;
            warmth += red - blue;
        }

        var pixels = rgb.Length / 3;
        var mean = luma / pixels;
        return new PhotoColors(
            mean,
            Math.Sqrt(Math.Max(0, (lumaSquared / pixels) - (mean * mean))),
            brightness > 0 ? chroma / brightness : 0,
            warmth / pixels,
            DominantColors.Of(rgb, 5));
    }
}
