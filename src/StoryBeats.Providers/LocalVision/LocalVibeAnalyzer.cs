using StoryBeats.Photos;
using StoryBeats.Vision;

namespace StoryBeats.Providers.LocalVision;

/// <summary>Reads a photo on this machine, in some tens of milliseconds: no key, no network.</summary>
internal sealed class LocalVibeAnalyzer(PhotoFeatures features, VisionHead head, VibeMapping mapping, MoodLexicon lexicon) : IVibeAnalyzer
{
    /// <summary>The source named in answers.</summary>
    public const string SourceName = "local";

    // Centre and spread of the sound wanted: people post songs around .55, and a mood's typical features reach from .3 to .9.
    private const double SongCentre = .55;
    private const double SongSpread = .17;

    // Decoding and inference block; they are moved off the caller's thread.
    public async ValueTask<VibeAnalysis> AnalyzeAsync(PreparedPhoto photo, CancellationToken cancellationToken) =>
        await Task.Run(() => Analyze(photo), cancellationToken);

    private VibeAnalysis Analyze(PreparedPhoto photo)
    {
        var pixels = photo.Decode();
        var reading = head.Read(features.Extract(pixels));
        var card = head.Card;
        return mapping.Map(
            ToSongs(reading.Valence, card.ValenceMean, card.ValenceSpread),
            ToSongs(reading.Arousal, card.ArousalMean, card.ArousalSpread),
            Seen(reading),
            PhotoColors.Of(pixels),
            SourceName);
    }

    // People's ratings of photos crowd around their mean; songs use the whole scale.
    private static double ToSongs(double rating, double mean, double spread) =>
        Math.Clamp(SongCentre + (SongSpread * (rating - mean) / spread), .05, .95);

    private List<ThemeEntry> Seen(VisionReading reading)
    {
        var seen = new List<ThemeEntry>();
        foreach (var (theme, distance) in reading.Themes)
        {
            if (distance > head.Card.ThemeDistance || seen.Count == 3)
                break;
            if (lexicon.Theme(theme) is { } entry && !seen.Exists(known => known.Theme == entry.Theme))
                seen.Add(entry);
        }

        return seen;
    }
}
