using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Catalog;
using StoryBeats.Providers.ReccoBeats;
using StoryBeats.Providers.Tests.Previews;
using StoryBeats.Recommendations;
using StoryBeats.Retrieval;
using StoryBeats.Storage;
using StoryBeats.Tests.Support;

namespace StoryBeats.Providers.Tests.ReccoBeats;

/// <summary>A program with ReccoBeats and a SQLite database, registered and started as the server does it.</summary>
internal sealed class FeatureApp : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Metering _metering;

    private FeatureApp(IHost host, Metering metering, LogLines log, FakeTimeProvider time) => (_host, _metering, Log, Time) = (host, metering, log, time);

    /// <summary>Service, endpoint and outcome of each call that was counted.</summary>
    public IReadOnlyList<string> Counted => _metering.Tags("storybeats.upstream.calls");

    public LogLines Log { get; }

    public FakeTimeProvider Time { get; }

    public ITrackEnricher Enricher => _host.Services.GetServices<ITrackEnricher>().Single();

    public IMeasuredFeatureStore Store => _host.Services.GetRequiredService<IMeasuredFeatureStore>();

    public static async Task<FeatureApp> StartAsync(TempFolder folder, Uri address, DateTimeOffset? now = null, bool enabled = true, CountingStore? store = null)
    {
        var metering = new Metering();
        var log = new LogLines();
        var time = new FakeTimeProvider(now ?? new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["StoryBeats:DataDirectory"] = folder.Path,
            ["ReccoBeats:BaseAddress"] = address.AbsoluteUri,
            ["ReccoBeats:Enabled"] = enabled.ToString(),
        });
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddStorage(builder.Configuration).AddStoryBeats(builder.Configuration);
        builder.Services.AddSingleton(metering.Metrics);
        if (store is not null)
            builder.Services.AddSingleton<IMeasuredFeatureStore>(store);
        builder.Services.AddReccoBeats(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync(PreviewApp.Cancel);
        return new FeatureApp(host, metering, log, time);
    }

    /// <summary>Enriches; half a minute of real time without an answer fails the test.</summary>
    public ValueTask<IReadOnlyList<Track>> EnrichAsync(IReadOnlyList<Track> tracks, bool askOthers) =>
        new(Enricher.EnrichAsync(tracks, askOthers, PreviewApp.Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), PreviewApp.Cancel));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await Time.EndAsync((IAsyncDisposable)_host);
        _metering.Dispose();
    }

    /// <summary>A store that says how often it was asked, and fails when told to.</summary>
    internal sealed class CountingStore : IMeasuredFeatureStore
    {
        private readonly Dictionary<TrackId, MeasuredFeatures> _kept = [];

        public int Queries { get; private set; }

        public bool Fails { get; set; }

        public ValueTask<IReadOnlyDictionary<TrackId, MeasuredFeatures>> FindAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
        {
            Queries++;
            if (Fails)
                throw new InvalidOperationException("The database is gone.");
            return ValueTask.FromResult<IReadOnlyDictionary<TrackId, MeasuredFeatures>>(ids.Where(_kept.ContainsKey).ToDictionary(id => id, id => _kept[id]));
        }

        public ValueTask SaveAsync(IReadOnlyCollection<MeasuredFeatures> measured, CancellationToken cancellationToken)
        {
            if (Fails)
                throw new InvalidOperationException("The database is gone.");
            foreach (var one in measured)
                _kept[one.Id] = one;
            return ValueTask.CompletedTask;
        }
    }
}
