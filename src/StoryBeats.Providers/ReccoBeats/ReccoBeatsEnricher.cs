using Microsoft.Extensions.Logging;
using StoryBeats.Catalog;
using StoryBeats.Retrieval;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.ReccoBeats;

/// <summary>Measured features and popularity by Spotify's id: from memory and the database, and from ReccoBeats when it may be asked.</summary>
internal sealed partial class ReccoBeatsEnricher(
    KeptFindings kept, ReccoBeatsInquiries inquiries, StoryBeatsMetrics metrics, ILogger<ReccoBeatsEnricher> logger) : ITrackEnricher
{
    /// <summary>How far its measurements are trusted: from the audio, but not always from this very pressing.</summary>
    public const double Confidence = .95;

    public async ValueTask<IReadOnlyList<Track>> EnrichAsync(IReadOnlyList<Track> tracks, bool askOthers, CancellationToken cancellationToken)
    {
        var ids = tracks.Select(track => track.SpotifyId).OfType<string>().Where(IsId).ToHashSet(StringComparer.Ordinal);
        if (ids.Count == 0)
            return tracks;

        Dictionary<string, Finding> findings;
        try
        {
            findings = await kept.FindAsync(ids, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Without the database there is no telling what was asked before.
            metrics.Called(ReccoBeatsClient.Name, "store", "failed");
            LogStoreFailed(fault);
            return tracks;
        }

        if (askOthers)
        {
            foreach (var (id, answer) in await inquiries.AskAsync(findings, cancellationToken))
                findings[id] = findings[id] with { Measured = answer };
        }

        return [.. tracks.Select(track => track.SpotifyId is { } id && findings.GetValueOrDefault(id)?.Measured is { } measured ? Enriched(track, measured) : track)];
    }

    // It goes into an address: letters and digits only.
    private static bool IsId(string id) => id.Length is > 0 and <= 64 && id.All(char.IsAsciiLetterOrDigit);

    private static Track Enriched(Track track, MeasuredFeatures measured)
    {
        var isSure = track.Features is not null && track.FeatureSource is FeatureSource.Measured;
        if (measured.Features is { } features && !isSure)
            track = track with { Features = features, FeatureSource = FeatureSource.Measured, FeatureConfidence = Confidence };
        if (measured.Popularity is { } popularity && (track.Popularity is null || track.PopularityIsEstimated))
            track = track with { Popularity = popularity, PopularityIsEstimated = false };
        return track;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Measured features could not be read from storage; estimates stand in")]
    private partial void LogStoreFailed(Exception fault);
}
