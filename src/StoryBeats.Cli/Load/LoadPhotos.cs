using System.Buffers.Binary;
using System.Security.Cryptography;
using NetVips;

namespace StoryBeats.Cli.Load;

/// <summary>Photos that nobody has seen, so that no cache answers them.</summary>
/// <param name="originals">JPEG files.</param>
internal sealed class LoadPhotos(IReadOnlyList<byte[]> originals)
{
    private const int NonceBytes = 16;

    // Half are as our page sends them, half as a phone's camera writes them.
    private static readonly (int Width, int Height)[] Sizes = [(1280, 960), (4000, 3000)];

    private static readonly (double[] Top, double[] Bottom)[] Skies =
    [
        ([60, 80, 160], [245, 150, 90]), ([20, 25, 40], [70, 60, 90]), ([140, 190, 240], [90, 140, 70]), ([230, 220, 210], [180, 120, 140]),
    ];

    /// <summary>Pictures with detail everywhere, made here.</summary>
    public static LoadPhotos Rendered() => new([.. Skies.SelectMany((sky, seed) => Sizes.Select(size => Render(size, sky, seed)))]);

    /// <summary>Whether a file can be sent as one that nobody has seen.</summary>
    public static bool CanVary(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    /// <summary>One of them as a file of its own: with a comment in its header that no other has.</summary>
    public byte[] Next(Random random)
    {
        var original = originals[random.Next(originals.Count)];
        var photo = new byte[original.Length + 4 + NonceBytes];
        original.AsSpan(0, 2).CopyTo(photo);
        photo[2] = 0xFF;
        photo[3] = 0xFE;
        BinaryPrimitives.WriteUInt16BigEndian(photo.AsSpan(4), 2 + NonceBytes);
        RandomNumberGenerator.Fill(photo.AsSpan(6, NonceBytes));
        original.AsSpan(2).CopyTo(photo.AsSpan(6 + NonceBytes));
        return photo;
    }

    private static byte[] Render((int Width, int Height) size, (double[] Top, double[] Bottom) sky, int seed)
    {
        using var share = Image.Xyz(size.Width, size.Height)[1] / size.Height;
        using var clouds = Image.Perlin(size.Width, size.Height, cellSize: 256, seed: seed);
        using var grain = Image.Gaussnoise(size.Width, size.Height, sigma: 7, mean: 0, seed: seed);
        using var light = (share * sky.Bottom) + ((1 - share) * sky.Top);
        using var photo = (light + (clouds * 40) + grain).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return photo.JpegsaveBuffer(q: 85);
    }
}
