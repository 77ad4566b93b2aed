using StoryBeats.Catalog;

namespace StoryBeats.Storage.Model;

/// <summary>What a service measured of a track.</summary>
internal sealed class MeasuredFeaturesRow
{
    public required string TrackId { get; set; }

    public required string Source { get; set; }

    /// <summary>Null: the service does not know the track.</summary>
    public AudioFeatures? Features { get; set; }

    public int? Popularity { get; set; }

    public DateTimeOffset At { get; set; }
}
