using System.Diagnostics;
using System.Diagnostics.Metrics;
using StoryBeats.Feedback;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;
using StoryBeats.SecondLook;
using StoryBeats.Vision;

namespace StoryBeats.Telemetry;

/// <summary>What is counted: every rejection, fallback, estimate and relaxed filter, and how long each stage took.</summary>
public sealed class StoryBeatsMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "StoryBeats";

    private readonly Meter _meter;
    private readonly Counter<long> _recommendations;
    private readonly Counter<long> _photosRejected;
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
        var meter = _meter = meters.Create(MeterName);
        _recommendations = meter.CreateCounter<long>("storybeats.recommendations", "{request}", "Requests by outcome and who read the photo");
        _photosRejected = meter.CreateCounter<long>("storybeats.photos.rejected", "{photo}", "Photos not read, by problem");
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
        _models = meter.CreateHistogram<double>("storybeats.model.duration", "s", "Duration of a call to a model, by task and outcome");
        _firstTokens = meter.CreateHistogram<double>("storybeats.model.first_token", "s", "Time to a model's first token");
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

    internal void Watch(SecondLooks queue) =>
        _meter.CreateObservableGauge("storybeats.second_looks.waiting", () => queue.Count, "{look}", "Second looks waiting or under way");

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
