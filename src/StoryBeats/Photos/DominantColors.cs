namespace StoryBeats.Photos;

/// <summary>The colours that a picture is made of: median cut (Heckbert 1982) over its pixels.</summary>
internal static class DominantColors
{
    /// <summary>Up to <paramref name="count"/> colours as <c>#rrggbb</c>, largest share first.</summary>
    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> rgb, int count)
    {
        var pixels = new (byte Red, byte Green, byte Blue)[rgb.Length / 3];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]);

        var boxes = new List<(byte Red, byte Green, byte Blue)[]> { pixels };
        while (boxes.Count < count)
        {
            var widest = boxes.Where(box => box.Length > 1).MaxBy(box => Widest(box).Range * Math.Sqrt(box.Length));
            if (widest is null || Widest(widest).Range == 0)
                break;

            var channel = Widest(widest).Channel;
            Array.Sort(widest, (a, b) => Channel(a, channel).CompareTo(Channel(b, channel)));
            boxes.Remove(widest);
            boxes.Add(widest[..(widest.Length / 2)]);
            boxes.Add(widest[(widest.Length / 2)..]);
        }

        return [.. boxes.OrderByDescending(box => box.Length).Select(Mean).Distinct(StringComparer.Ordinal)];
    }

    private static string Mean((byte Red, byte Green, byte Blue)[] box)
    {
        int red = 0, green = 0, blue = 0;
        foreach (var (r, g, b) in box)
        {
            red += r;
            green += g;
            blue += b;
        }

        return $"#{red / box.Length:x2}{green / box.Length:x2}{blue / box.Length:x2}";
    }

    private static (int Channel, int Range) Widest((byte Red, byte Green, byte Blue)[] box)
    {
        var widest = (Channel: 0, Range: -1);
        for (var channel = 0; channel < 3; channel++)
        {
            int low = 255, high = 0;
            foreach (var pixel in box)
            {
                var value = Channel(pixel, channel);
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }

            if (high - low > widest.Range)
                widest = (channel, high - low);
        }

        return widest;
    }

    private static int Channel((byte Red, byte Green, byte Blue) pixel, int channel) =>
        channel switch { 0 => pixel.Red, 1 => pixel.Green, _ => pixel.Blue };
}
