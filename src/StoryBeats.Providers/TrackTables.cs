using System.Globalization;
using nietras.SeparatedValues;
using StoryBeats.Vision;

namespace StoryBeats.Providers;

/// <summary>What tables of tracks that people publish have in common.</summary>
internal static class TrackTables
{
    // Of the words that such tables use, those that are not a category of ours.
    private static readonly Dictionary<string, MoodCategory> Labels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sad"] = MoodCategory.Melancholic,
        ["calm"] = MoodCategory.Peaceful,
    };

    /// <summary>Opens a CSV file whose rows may be longer or shorter than its header.</summary>
    public static SepReader Open(string path) => Sep.New(',').Reader(options => options with
    {
        Unescape = true,
        DisableColCountCheck = true,
        CultureInfo = CultureInfo.InvariantCulture,
    }).FromFile(path);

    /// <summary>The mood that a label stands for, or null.</summary>
    public static MoodCategory? Mood(string label) => Labels.TryGetValue(label, out var mood) ? mood : EnumNames.Parse<MoodCategory>(label);
}
