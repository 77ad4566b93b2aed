using System.Diagnostics;
using System.Diagnostics.Metrics;
using StoryBeats.Feedback;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;

namespace StoryBeats.Telemetry;

/// <summary>What is counted: every rejection, fallback, estimate and relaxed filter, and how long each stage took.</summary>
public sealed class StoryBeatsMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "StoryBeats";

    private readonly Counter<long> _recommendations;
    private readonly Counter<long> _photosRejected;
    private readonly Counter<long> _relaxed;
    private readonly Counter<long> _featureSources;
    private readonly Counter<long> _feedback;
    private readonly Counter<long> _sources;
    private readonly Counter<long> _offered;
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _stages;

    /// <summary>Creates the instruments.</summary>
    public StoryBeatsMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _recommendations = meter.CreateCounter<long>("storybeats.recommendations", "{request}", "Requests by outcome and who read the photo");
        _photosRejected = meter.CreateCounter<long>("storybeats.photos.rejected", "{photo}", "Photos not read, by problem");
        _relaxed = meter.CreateCounter<long>("storybeats.filters.relaxed", "{request}", "Filters that gave way, by filter");
        _featureSources = meter.CreateCounter<long>("storybeats.songs.features", "{song}", "Songs ranked, by where their features came from");
        _feedback = meter.CreateCounter<long>("storybeats.feedback", "{signal}", "Signals kept, by signal and mood");
        _sources = meter.CreateCounter<long>("storybeats.sources", "{request}", "Requests to a source of songs, by source and how it did");
        _offered = meter.CreateCounter<long>("storybeats.sources.offered", "{song}", "Songs that a source offered");
        _calls = meter.CreateCounter<long>("storybeats.upstream.calls", "{call}", "Calls to outside services, by service, endpoint and outcome");
        _stages = meter.CreateHistogram<double>("storybeats.stage.duration", "s", "Duration of a stage");
    }

    /// <summary>Times a stage, as a trace and a histogram, until disposed.</summary>
    public Stage StartStage(string name) => new(this, name);

    /// <summary>Counts a call to an outside service.</summary>
    /// <param name="service">The service, such as "spotify".</param>
    /// <param name="endpoint">What was called, without ids, such as "search".</param>
    /// <param name="outcome">A status code, or what went wrong: "timeout", "refused", "garbage".</param>
    public void Called(string service, string endpoint, string outcome) =>
        _calls.Add(1, new("service", service), new("endpoint", endpoint), new("outcome", outcome));

    internal void Retrieved(string source, SourceAnswer answer)
    {
        _sources.Add(1, new("source", source), new("status", answer.Status.ToString()));
        _offered.Add(answer.Candidates.Count, new KeyValuePair<string, object?>("source", source));
    }

    internal void Recommended(string source) =>
        _recommendations.Add(1, new("outcome", "recommended"), new("source", source));

    internal void Ranked(RankedSongs songs)
    {
        foreach (var relaxation in songs.Relaxed)
            _relaxed.Add(1, new KeyValuePair<string, object?>("filter", relaxation.Filter));
        foreach (var group in songs.Tracks.GroupBy(track => track.FeatureSource))
            _featureSources.Add(group.Count(), new KeyValuePair<string, object?>("source", group.Key.ToString()));
    }

    internal void Feedback(FeedbackEntry entry) =>
        _feedback.Add(1, new("signal", entry.Signal.ToString()), new("mood", entry.Mood.ToString()));

    internal void Rejected(string problem)
    {
        _recommendations.Add(1, new("outcome", "photo_rejected"), new("source", "none"));
        _photosRejected.Add(1, new KeyValuePair<string, object?>("problem", problem));
    }

    internal void NoCandidates(string source) =>
        _recommendations.Add(1, new("outcome", "no_candidates"), new("source", source));

    /// <summary>A stage being timed.</summary>
    public sealed class Stage : IDisposable
    {
        private readonly StoryBeatsMetrics _metrics;
        private readonly string _name;
        private readonly Activity? _activity;
        private readonly long _start;

        internal Stage(StoryBeatsMetrics metrics, string name)
        {
            _metrics = metrics;
            _name = name;
            _activity = StoryBeatsActivities.Source.StartActivity(name);
            _start = Stopwatch.GetTimestamp();
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _metrics._stages.Record(Stopwatch.GetElapsedTime(_start).TotalSeconds, new KeyValuePair<string, object?>("stage", _name));
            _activity?.Dispose();
        }
    }
}
