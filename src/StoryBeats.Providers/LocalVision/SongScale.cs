using StoryBeats.Vision;

namespace StoryBeats.Providers.LocalVision;

/// <summary>From ratings of photos, which crowd around their mean, to songs, which use the whole scale.</summary>
/// <param name="Mean">The mean rating.</param>
/// <param name="Spread">The spread of readings.</param>
internal sealed record SongScale(double Mean, double Spread)
{
    // How far the sound wanted reaches from its middle: the moods' typical features lie between .2 and .9.
    private const double Reach = .35;

    /// <summary>Where a rating lies among songs. Its deviation is the part of what people feel that the reading leaves open: of two readings that are alike, as far apart may fit.</summary>
    public Feeling Place(Feeling rating) => new(
        VibeMapping.SongCentre + (Reach * Math.Tanh(VibeMapping.SongSpread * (rating.Value - Mean) / Spread / Reach)),
        VibeMapping.SongSpread * rating.Deviation / Math.Sqrt((Spread * Spread) + (rating.Deviation * rating.Deviation)));
}
