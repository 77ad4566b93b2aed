using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using StoryBeats.Feedback;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Telemetry;

/// <summary>
/// What is counted: every rejection, fallback, estimate and relaxed filter, and how long each stage took. It owns the one meter; a part that
/// counts what is its own alone makes its instruments on it. docs/metrics.md names them all.
/// </summary>
public sealed class StoryBeatsMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "StoryBeats";

    // Fine where a cached answer is, and with an edge at every target.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [.001, .0025, .005, .01, .015, .02, .03, .05, .075, .1, .15, .2, .3, .5, .75, 1, 1.5, 2, 3, 5, 7, 10, 15, 30, 60],
    };

    private static readonly InstrumentAdvice<int> Calls = new() { HistogramBucketBoundaries = [0, 1, 2, 5, 10, 15, 20, 25, 30, 40, 60, 100] };

    private readonly ConcurrentDictionary<string, Func<int>> _queues = new(StringComparer.Ordinal);
    private readonly Histogram<double> _requests;
    private readonly Histogram<int> _spotifyCalls;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _lookups;
    private readonly Counter<long> _recommendations;
    private readonly Counter<long> _photosRejected;
    private readonly Counter<long> _shed;
    private readonly Counter<long> _limited;
    private readonly Counter<long> _relaxed;
    private readonly Counter<long> _featureSources;
    private readonly Counter<long> _feedback;
    private readonly Counter<long> _sources;
    private readonly Counter<long> _offered;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _readings;
    private readonly Counter<long> _secondLooks;
    private readonly Counter<long> _modelTokens;
    private readonly Counter<double> _modelCost;
    private readonly Histogram<double> _models;
    private readonly Histogram<double> _firstTokens;
    private readonly Histogram<double> _stages;

    /// <summary>Creates the instruments.</summary>
    public StoryBeatsMetrics(IMeterFactory meters)
    {
        var meter = Meter = meters.Create(MeterName);
        _requests = SecondsOf("storybeats.requests.duration", "Duration of a request, by what was asked, how it ended, and whether its photo was read before");
        _spotifyCalls = meter.CreateHistogram("storybeats.photos.spotify_calls", "{call}", "Calls to Spotify that a photo's visitor waited for", tags: null, Calls);
        _errors = meter.CreateCounter<long>("storybeats.errors", "{error}", "What failed here or at a service, by service and kind");
        _lookups = meter.CreateCounter<long>("storybeats.cache.lookups", "{lookup}", "Lookups in a cache, by cache and by what was found");
        meter.CreateObservableGauge("storybeats.queue.depth", Depths, "{item}", "What waits or is under way, by queue");
        _recommendations = meter.CreateCounter<long>("storybeats.recommendations", "{request}", "Requests by outcome and who read the photo");
        _photosRejected = meter.CreateCounter<long>("storybeats.photos.rejected", "{photo}", "Photos not read, by problem");
        _shed = meter.CreateCounter<long>("storybeats.requests.shed", "{request}", "Requests turned away because too much is under way, by what there was too much of");
        _limited = meter.CreateCounter<long>("storybeats.requests.limited", "{request}", "Calls counted by client, by where they are counted and whether they were let through");
        _relaxed = meter.CreateCounter<long>("storybeats.filters.relaxed", "{request}", "Filters that gave way, by filter");
        _featureSources = meter.CreateCounter<long>("storybeats.songs.features", "{song}", "Songs ranked, by where their features came from");
        _feedback = meter.CreateCounter<long>("storybeats.feedback", "{signal}", "Signals kept, by signal and mood");
        _sources = meter.CreateCounter<long>("storybeats.sources", "{request}", "Requests to a source of songs, by source and how it did");
        _offered = meter.CreateCounter<long>("storybeats.sources.offered", "{song}", "Songs that a source offered");
        _calls = meter.CreateCounter<long>("storybeats.upstream.calls", "{call}", "Calls to outside services, by service, endpoint and outcome");
        _readings = meter.CreateCounter<long>("storybeats.readings", "{reading}", "Readings of photos, by reader and how it did");
        _secondLooks = meter.CreateCounter<long>("storybeats.second_looks", "{look}", "Second looks of a model at a photo's songs, by outcome");
        _modelTokens = meter.CreateCounter<long>("storybeats.model.tokens", "{token}", "Tokens that models counted, by reader, model, task and kind");
        _modelCost = meter.CreateCounter<double>("storybeats.model.cost", "{USD}", "What models cost, where their price is set");
        _models = SecondsOf("storybeats.model.duration", "Duration of a call to a model, by task and outcome");
        _firstTokens = SecondsOf("storybeats.model.first_token", "Time to a model's first token");
        _stages = SecondsOf("storybeats.stage.duration", "Duration of a stage");
    }

    /// <summary>The meter that holds every instrument.</summary>
    public Meter Meter { get; }

    /// <summary>Makes a histogram of seconds that tells 20 ms from 30 as well as 7 s from 10.</summary>
    public Histogram<double> SecondsOf(string name, string description) => Meter.CreateHistogram(name, "s", description, tags: null, Seconds);

    /// <summary>Shows how much is in a queue.</summary>
    /// <param name="queue">The queue, such as "writes".</param>
    /// <param name="depth">What waits or is under way; asked when somebody looks.</param>
    public void WatchQueue(string queue, Func<int> depth) => _queues[queue] = depth;

    /// <summary>A request has ended.</summary>
    /// <param name="asked">What was asked, such as "photo".</param>
    /// <param name="outcome">"answered", "refused", "limited", "failed" or "gone".</param>
    /// <param name="tally">What it cost.</param>
    /// <param name="duration">From its first byte to the end of its answer.</param>
    public void Requested(string asked, string outcome, RequestTally tally, TimeSpan duration)
    {
        _requests.Record(duration.TotalSeconds, new("asked", asked), new("outcome", outcome), new("reading", tally.Reading));
        if (tally.IsRead && outcome is "answered")
            _spotifyCalls.Record(tally.SpotifyCalls);
    }

    /// <summary>Counts what failed.</summary>
    /// <param name="service">The service, or "storybeats" for this one.</param>
    /// <param name="kind">How.</param>
    public void Failed(string service, string kind) => _errors.Add(1, new("service", service), new("kind", kind));

    /// <summary>Counts a lookup in a cache.</summary>
    /// <param name="cache">The cache, such as "vibe".</param>
    /// <param name="result">"hit", "miss" or "stale".</param>
    public void LookedUp(string cache, string result) => _lookups.Add(1, new("cache", cache), new("result", result));

    /// <summary>Times a stage, as a trace and a histogram, until disposed.</summary>
    public Stage StartStage(string name) => new(this, name);

    /// <summary>Counts a call that counts against its client's limits.</summary>
    /// <param name="where">"shared", or "alone" where this instance counts for itself.</param>
    /// <param name="allowed">Whether it was let through.</param>
    public void Counted(string where, bool allowed) =>
        _limited.Add(1, new("where", where), new("allowed", allowed));

    /// <summary>Counts a call to an outside service.</summary>
    /// <param name="service">The service, such as "spotify".</param>
    /// <param name="endpoint">What was called, without ids, such as "search".</param>
    /// <param name="outcome">A status code, or what went wrong: "timeout", "refused", "garbage".</param>
    public void Called(string service, string endpoint, string outcome)
    {
        _calls.Add(1, new("service", service), new("endpoint", endpoint), new("outcome", outcome));
        if (UpstreamErrors.KindOf(outcome) is { } kind)
            Failed(service, kind);
    }

    /// <summary>Records a call to a model.</summary>
    /// <param name="reader">The reader, such as "anthropic".</param>
    /// <param name="model">The model.</param>
    /// <param name="task">What was asked: "reading" or "second_look".</param>
    /// <param name="outcome">"answered", or what went wrong: a status code, "refused", "timeout", "broken_off", "unusable".</param>
    /// <param name="duration">From the call to its end.</param>
    /// <param name="firstToken">From the call to its first token, or null when none came or it was not streamed.</param>
    public void ModelAsked(string reader, string model, string task, string outcome, TimeSpan duration, TimeSpan? firstToken)
    {
        _models.Record(duration.TotalSeconds, new("reader", reader), new("model", model), new("task", task), new("outcome", outcome));
        if (firstToken is { } first)
            _firstTokens.Record(first.TotalSeconds, new("reader", reader), new("model", model), new("task", task));
    }

    /// <summary>Counts what a call to a model used, where the model said so.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="model">The model.</param>
    /// <param name="task">What was asked.</param>
    /// <param name="input">Tokens in, the photo's included, or null.</param>
    /// <param name="output">Tokens out, or null.</param>
    /// <param name="cost">In US dollars, or null where no price is set.</param>
    public void ModelUsed(string reader, string model, string task, long? input, long? output, double? cost)
    {
        if (input is { } into)
            _modelTokens.Add(into, new("reader", reader), new("model", model), new("task", task), new("kind", "input"));
        if (output is { } from)
            _modelTokens.Add(from, new("reader", reader), new("model", model), new("task", task), new("kind", "output"));
        if (cost is { } dollars)
            _modelCost.Add(dollars, new("reader", reader), new("model", model), new("task", task));
    }

    internal void Read(ReaderReport report) =>
        _readings.Add(1, new("reader", report.Reader), new("status", report.Status.ToString()));

    internal void Shed(string why) =>
        _shed.Add(1, new KeyValuePair<string, object?>("why", why));

    internal void LookedAgain(string outcome) =>
        _secondLooks.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

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

    internal void Forgotten(string source) =>
        _recommendations.Add(1, new("outcome", "forgotten"), new("source", source));

    internal void NoCandidates(string source) =>
        _recommendations.Add(1, new("outcome", "no_candidates"), new("source", source));

    private IEnumerable<Measurement<int>> Depths() => _queues.Select(queue => new Measurement<int>(queue.Value(), new KeyValuePair<string, object?>("queue", queue.Key)));

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
