using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>
/// What an import has read so far, kept until the catalogue has it: an import that was interrupted goes on behind it. A part that is not whole, as
/// after a power failure, counts as not read, and so do those behind it.
/// </summary>
/// <param name="folder">The folder of one file's content, read in one way.</param>
internal sealed class ImportParts(string folder)
{
    // The seed of the hash that every part begins with: what another version wrote counts as not read.
    private const int FormatVersion = 2;
    private const int HashLength = 8;

    private int _next = 1;

    /// <summary>Reads the parts there are, in order.</summary>
    public IEnumerable<ImportPart> Read()
    {
        for (; Load(Place(_next)) is { } part; _next++)
            yield return part;

        // What stands behind one that is damaged would follow other rows than it did.
        for (var rest = _next; File.Exists(Place(rest)); rest++)
            File.Delete(Place(rest));
    }

    /// <summary>Keeps a part behind those that were read.</summary>
    public void Write(ImportPart part)
    {
        Directory.CreateDirectory(folder);
        var place = Place(_next);
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
            part.Write(writer);
        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        using (var file = File.Create(place + ".partial"))
        {
            file.Write(XxHash3.Hash(bytes, FormatVersion));
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(place + ".partial", place, overwrite: true);
        _next++;
    }

    /// <summary>Drops all that is kept of the content, however it was read.</summary>
    public static void Delete(string partsFolder, string checksum)
    {
        if (!Directory.Exists(partsFolder))
            return;

        foreach (var kept in Directory.EnumerateDirectories(partsFolder, checksum + "*"))
            Directory.Delete(kept, recursive: true);
    }

    private static ImportPart? Load(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            if (bytes.Length < HashLength || !XxHash3.Hash(bytes.AsSpan(HashLength), FormatVersion).AsSpan().SequenceEqual(bytes.AsSpan(0, HashLength)))
                return null;

            using var reader = new BinaryReader(new MemoryStream(bytes, HashLength, bytes.Length - HashLength));
            return ImportPart.Read(reader);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private string Place(int number) => Path.Combine(folder, number.ToString("000000", CultureInfo.InvariantCulture) + ".part");
}
