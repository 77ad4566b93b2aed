using StoryBeats.Catalog;

namespace StoryBeats.Retrieval;

/// <summary>Knows more of tracks than the catalogue that they came from.</summary>
public interface ITrackEnricher
{
    /// <summary>Adds what it knows; what a track says already with more certainty stays.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="askOthers">Whether it may ask another service, which takes its time; else it says what is known on this machine and in the database.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>As many tracks in the same order. That a service failed is logged and no fault: the tracks come back as they were.</returns>
    ValueTask<IReadOnlyList<Track>> EnrichAsync(IReadOnlyList<Track> tracks, bool askOthers, CancellationToken cancellationToken);
}
