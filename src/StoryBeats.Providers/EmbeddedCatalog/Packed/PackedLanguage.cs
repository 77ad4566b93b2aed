namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>The songs of a language lie together, those with features first and by their energy: a search reads as few as it can.</summary>
/// <param name="Name">As in <see cref="StoryBeats.Catalog.Track.Language"/>.</param>
/// <param name="First">Its first row.</param>
/// <param name="WithFeatures">Songs with features.</param>
/// <param name="Count">Songs.</param>
internal sealed record PackedLanguage(string Name, int First, int WithFeatures, int Count)
{
    public static void Write(BinaryWriter writer, IReadOnlyList<PackedLanguage> languages)
    {
        writer.Write(languages.Count);
        foreach (var language in languages)
        {
            writer.Write(language.Name);
            writer.Write(language.First);
            writer.Write(language.WithFeatures);
            writer.Write(language.Count);
        }
    }

    /// <summary>Reads the languages.</summary>
    /// <returns>The languages, or null where they do not share out all rows: a search relies on it.</returns>
    public static IReadOnlyList<PackedLanguage>? Read(byte[] section, int rows)
    {
        var languages = new List<PackedLanguage>();
        var next = 0;
        try
        {
            using var reader = new BinaryReader(new MemoryStream(section));
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                var language = new PackedLanguage(reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
                if (language.First != next || language.WithFeatures < 0 || language.WithFeatures > language.Count || language.Count > rows - next)
                    return null;
                next += language.Count;
                languages.Add(language);
            }
        }
        catch (Exception fault) when (fault is IOException or FormatException or ArgumentException)
        {
            return null;
        }

        return next == rows ? languages : null;
    }
}
