using Microsoft.Extensions.Options;
using NetVips;
using StoryBeats.Photos;

namespace StoryBeats.Providers.Tests.LocalVision;

/// <summary>Photos rendered by code.</summary>
internal static class RenderedPhotos
{
    /// <summary>A gradient between two colours with some noise, as JPEG.</summary>
    public static byte[] Gradient(int width, int height, double[] top, double[] bottom, int seed = 1)
    {
        using var share = Image.Xyz(width, height)[1] / height;
        using var noise = Image.Gaussnoise(width, height, sigma: 6, mean: 0, seed: seed);
        using var image = ((share * bottom) + ((1 - share) * top) + noise).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return image.JpegsaveBuffer(q: 90);
    }

    public static byte[] Sky(int width = 640, int height = 512, int seed = 1) => Gradient(width, height, [90, 140, 220], [250, 200, 150], seed);

    public static byte[] Night(int width = 640, int height = 512) => Gradient(width, height, [8, 8, 20], [25, 20, 30]);

    public static PreparedPhoto Open(byte[] photo) => new PhotoIntake(Options.Create(new PhotoLimits()), new PhotoFingerprinter()).Open(photo);
}
