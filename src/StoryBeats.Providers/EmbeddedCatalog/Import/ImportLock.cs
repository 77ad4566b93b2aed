namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>One import at a time. The system frees it whatever ends the process.</summary>
internal static class ImportLock
{
    /// <summary>Takes the turn until it is disposed of.</summary>
    /// <exception cref="InvalidDataException">Another import runs.</exception>
    public static IDisposable Take(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "import.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (File.Exists(path))
        {
            throw new InvalidDataException($"Another import into {folder} is running. Wait for it, then start this one again.", fault);
        }
    }
}
