using System.Runtime.InteropServices;
using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>What is kept of a song at a place that its row tells: its exact features, and where its texts lie.</summary>
/// <param name="Features">The features; all 0 where they are unknown.</param>
/// <param name="Place">Where its <see cref="PackedTrack"/> begins, times 2^20, and how many bytes it has.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PackedRow(AudioFeatures Features, ulong Place)
{
    /// <summary>Most bytes of a song's texts: 1 MiB less one.</summary>
    public const int MaxLength = (1 << LengthBits) - 1;

    /// <summary>Bytes of a row: six numbers of eight and the place.</summary>
    public const int Size = 56;

    private const int LengthBits = 20;

    public PackedRow(AudioFeatures features, long offset, int length)
        : this(features, ((ulong)offset << LengthBits) | (uint)length)
    {
    }

    public long Offset => (long)(Place >> LengthBits);

    public int Length => (int)(Place & MaxLength);
}
