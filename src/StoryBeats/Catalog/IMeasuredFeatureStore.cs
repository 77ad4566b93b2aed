namespace StoryBeats.Catalog;

/// <summary>Keeps for good what somebody measured of a track.</summary>
public interface IMeasuredFeatureStore
{
    /// <summary>What is kept of these tracks, also that nothing was found; what is missing was never asked for.</summary>
    ValueTask<IReadOnlyDictionary<TrackId, MeasuredFeatures>> FindAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>Keeps what was found, in place of what was kept before.</summary>
    ValueTask SaveAsync(IReadOnlyCollection<MeasuredFeatures> measured, CancellationToken cancellationToken);
}

/// <summary>What a service measured of a track.</summary>
/// <param name="Id">The track, by Spotify's id.</param>
/// <param name="Source">Who says so, such as "reccobeats".</param>
/// <param name="Features">What it sounds like, or null when the service does not know it.</param>
/// <param name="Popularity">Popularity, 0 to 100, or null when unknown.</param>
/// <param name="At">When the service was asked.</param>
public sealed record MeasuredFeatures(TrackId Id, string Source, AudioFeatures? Features, int? Popularity, DateTimeOffset At);
