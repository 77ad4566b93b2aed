using StoryBeats.Photos;
using StoryBeats.Providers.ZeroShot;
using StoryBeats.Vision;

namespace StoryBeats.Providers.LocalVision;

/// <summary>What a photo feels like, on the songs' scale, before moods pull at it.</summary>
/// <param name="Valence">Valence wanted of songs.</param>
/// <param name="Energy">Energy wanted of songs.</param>
/// <param name="Themes">What is seen, surest first.</param>
/// <param name="Model">What a bigger model says besides, or null.</param>
internal sealed record PhotoFeeling(Feeling Valence, Feeling Energy, IReadOnlyList<string> Themes, ZeroShotReading? Model = null)
{
    private const int MostThemes = 3;

    /// <summary>The feeling of a head's reading.</summary>
    public static PhotoFeeling Of(VisionReading reading, SongScale valence, SongScale energy) => new(
        valence.Place(new Feeling(reading.Valence, reading.ValenceDeviation)), energy.Place(new Feeling(reading.Arousal, reading.EnergyDeviation)), reading.Themes);

    /// <summary>The sound that fits it.</summary>
    public VibeAnalysis ToVibe(PhotoColors colors, VibeMapping mapping, MoodLexicon lexicon)
    {
        var seen = Themes.Select(lexicon.Theme).OfType<ThemeEntry>().DistinctBy(theme => theme.Theme, StringComparer.Ordinal).Take(MostThemes);
        var analysis = mapping.Map(
            Valence.Value, Energy.Value, [.. seen], colors, LocalVibeAnalyzer.SourceName, new VibeUncertainty(Energy.Deviation, Valence.Deviation), Model?.Moods);
        return Model is null ? analysis : analysis with { CulturalVibe = Model.CulturalVibe };
    }
}
