using System.Security.Cryptography;
using NetVips;

namespace StoryBeats.Benchmarks;

/// <summary>A 12-megapixel JPEG with detail everywhere, made here.</summary>
internal static class BenchPhoto
{
    /// <summary>4000×3000, quality 90: some four megabytes, as a phone writes it.</summary>
    public static byte[] Render()
    {
        const int width = 4000, height = 3000;
        using var share = Image.Xyz(width, height)[1] / height;
        using var clouds = Image.Perlin(width, height, cellSize: 256, seed: 7);
        using var grain = Image.Gaussnoise(width, height, sigma: 7, mean: 0, seed: 7);
        using var light = (share * (double[])[245, 150, 90]) + ((1 - share) * (double[])[60, 80, 160]);
        using var photo = (light + (clouds * 40) + grain).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return photo.JpegsaveBuffer(q: 90);
    }

    /// <summary>The same picture as a file that nobody has seen: some bytes after its end, which every decoder ignores.</summary>
    public static byte[] Unseen(byte[] photo) => [.. photo, .. RandomNumberGenerator.GetBytes(8)];
}
