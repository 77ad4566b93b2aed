using NetVips;

namespace StoryBeats.Tests.Support;

/// <summary>A real, tiny photo.</summary>
internal static class SmallPhoto
{
    public static ReadOnlyMemory<byte> Png { get; } = Encode();

    private static byte[] Encode()
    {
        using var image = Image.Black(16, 16, bands: 3);
        return image.PngsaveBuffer();
    }
}
