using StoryBeats.Photos;
using StoryBeats.Vision;

namespace StoryBeats.Providers.LocalVision;

/// <summary>Reads a photo on this machine, in some tens of milliseconds: no key, no network.</summary>
internal sealed class LocalVibeAnalyzer(PhotoFeatures features, VisionHead head, VibeMapping mapping, MoodLexicon lexicon) : IVibeAnalyzer
{
    /// <summary>The source named in answers.</summary>
    public const string SourceName = "local";

    // Centre, spread and reach of the sound wanted: the moods' typical features lie around .55 and reach from .2 to .9.
    private const double SongCentre = .55;
    private const double SongSpread = .17;
    private const double SongReach = .35;

    private const int MostThemes = 3;

    // Decoding and inference block; they are moved off the caller's thread.
    public async ValueTask<VibeAnalysis> AnalyzeAsync(PreparedPhoto photo, CancellationToken cancellationToken) =>
        await Task.Run(() => Analyze(photo), cancellationToken);

    private VibeAnalysis Analyze(PreparedPhoto photo)
    {
        var pixels = photo.Decode();
        var reading = head.Read(features.Extract(pixels));
        return mapping.Map(
            ToSongs(reading.Valence, head.Valence.Mean, head.Card.ValenceSpread),
            ToSongs(reading.Arousal, head.Arousal.Mean, head.Card.ArousalSpread),
            Seen(reading),
            PhotoColors.Of(pixels),
            SourceName);
    }

    // People's ratings of photos crowd around their mean; songs use the whole scale.
    private static double ToSongs(double rating, double mean, double spread) =>
        SongCentre + (SongReach * Math.Tanh(SongSpread * (rating - mean) / spread / SongReach));

    private List<ThemeEntry> Seen(VisionReading reading)
    {
        var seen = new List<ThemeEntry>();
        foreach (var theme in reading.Themes)
        {
            if (lexicon.Theme(theme) is { } entry && !seen.Exists(known => known.Theme == entry.Theme))
                seen.Add(entry);
        }

        return seen[..Math.Min(seen.Count, MostThemes)];
    }
}
