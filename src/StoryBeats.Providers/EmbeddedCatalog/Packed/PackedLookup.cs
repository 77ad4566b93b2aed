using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>
/// A table from texts to songs: for each song the first half of its text's hash above, its row below, sorted. Two texts in some millions share
/// a hash, so whoever wants to be sure compares the text itself.
/// </summary>
internal static class PackedLookup
{
    /// <summary>A text's hash, the same on every machine; those of different tables have nothing in common.</summary>
    public static ulong Hash(PackedSection table, string text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()), (long)table);

    /// <summary>An entry of a table.</summary>
    public static ulong Entry(ulong hash, int row) => (hash & 0xFFFF_FFFF_0000_0000) | (uint)row;

    /// <summary>The rows of a hash, in their order.</summary>
    public static int[] Find(ReadOnlySpan<ulong> table, ulong hash)
    {
        var first = FirstFrom(table, Entry(hash, 0));
        var end = first;
        while (end < table.Length && table[end] >> 32 == hash >> 32)
            end++;

        var rows = new int[end - first];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = (int)(uint)table[first + i];
        return rows;
    }

    private static int FirstFrom(ReadOnlySpan<ulong> table, ulong entry)
    {
        var found = table.BinarySearch(entry);
        return found >= 0 ? found : ~found;
    }
}
