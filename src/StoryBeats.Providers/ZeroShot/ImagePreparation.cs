using StoryBeats.Photos;

namespace StoryBeats.Providers.ZeroShot;

/// <summary>How a model wants to be shown a photo.</summary>
/// <param name="Width">Width of what it looks at, in pixels.</param>
/// <param name="Height">Height, in pixels.</param>
/// <param name="ShortestEdge">The photo is shrunk until its shorter side has this many pixels, and its middle is looked at; null stretches the whole photo.</param>
/// <param name="Mean">What is taken off red, green and blue, on 0 to 1.</param>
/// <param name="Deviation">What they are divided by then.</param>
internal sealed record ImagePreparation(int Width, int Height, int? ShortestEdge, float[] Mean, float[] Deviation)
{
    // A choice of ours; SigLIP's largest look at 512 pixels.
    private const int MaxSide = 2048;

    /// <summary>As CLIP was trained.</summary>
    public static ImagePreparation Clip(int size) =>
        new(size, size, size, [.48145466f, .4578275f, .40821073f], [.26862954f, .26130258f, .27577711f]);

    /// <summary>As SigLIP was trained.</summary>
    public static ImagePreparation SigLip(int size) => new(size, size, ShortestEdge: null, [.5f, .5f, .5f], [.5f, .5f, .5f]);

    /// <summary>A photo as the model's input: red, then green, then blue, row by row.</summary>
    public float[] Prepare(PhotoPixels photo)
    {
        var (acrossMargin, downMargin) = Margins(photo.Width, photo.Height);
        var rgb = photo.ResizePart(acrossMargin, downMargin, 1 - acrossMargin, 1 - downMargin, Width, Height);
        var plane = Width * Height;
        var input = new float[3 * plane];
        for (var i = 0; i < plane; i++)
        {
            for (var channel = 0; channel < 3; channel++)
                input[(channel * plane) + i] = ((rgb[(3 * i) + channel] / 255f) - Mean[channel]) / Deviation[channel];
        }

        return input;
    }

    /// <summary>What no photo can be shown with, or null.</summary>
    public string? Fault() => this switch
    {
        { Width: < 1 or > MaxSide } or { Height: < 1 or > MaxSide } => $"pictures have {Width}×{Height} pixels, and sides from 1 to {MaxSide} are understood",
        { ShortestEdge: < 1 or > MaxSide } => $"the shorter side of photos has {ShortestEdge} pixels, and 1 to {MaxSide} are understood",
        _ when Mean.Length != 3 || !Mean.All(float.IsFinite) => "image_mean is not three numbers",
        _ when Deviation.Length != 3 || !Deviation.All(value => value > 0 && float.IsFinite(value) && float.IsFinite(1 / value)) => "image_std is not three numbers above zero",
        _ => null,
    };

    /// <summary>What is cut off on either side, as shares of width and height.</summary>
    internal (double Across, double Down) Margins(int width, int height)
    {
        if (ShortestEdge is not { } shortest)
            return (0, 0);

        // Cutting first and shrinking then comes to the same, and touches fewer pixels.
        var scale = (double)shortest / Math.Min(width, height);
        return (Margin(Width / (width * scale)), Margin(Height / (height * scale)));

        static double Margin(double kept) => (1 - Math.Min(1, kept)) / 2;
    }
}
