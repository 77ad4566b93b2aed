using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Learning;
using StoryBeats.Providers.Caching;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.Spotify;
using StoryBeats.Providers.Tests.Caching;
using StoryBeats.Recommendations;
using StoryBeats.Reranking;
using StoryBeats.Retrieval;
using StoryBeats.Storage;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.Spotify;

/// <summary>A program with Spotify, registered and started as the server does, against the fakes.</summary>
internal sealed class SpotifyRig : IAsyncDisposable
{
    private readonly IHost _host;

    private readonly TimeProvider? _time;

    private SpotifyRig(IHost host, TimeProvider? time, ConcurrentQueue<string> logs)
    {
        _host = host;
        _time = time;
        Logs = logs;
    }

    /// <summary>All that was logged, at any level.</summary>
    public ConcurrentQueue<string> Logs { get; }

    public ICandidateSource Source => _host.Services.GetServices<ICandidateSource>().First(source => source.Name == "spotify");

    public IServiceProvider Services => _host.Services;

    public ArtistPools Pools => Get<ArtistPools>();

    /// <summary>Spotify and the others, acted on this machine.</summary>
    public static Task<FakeServices> FakesAsync(Action<FakeSettings>? configure = null) =>
        FakeServices.StartAsync(configure, TestContext.Current.CancellationToken);

    /// <summary>Starts it; without settings of its own it does not fetch in advance.</summary>
    public static async Task<SpotifyRig> StartAsync(
        FakeServices fakes, string folder, TimeProvider? time = null, Action<IServiceCollection>? also = null, bool alsoCatalogue = false, params (string Name, string? Value)[] settings)
    {
        var listener = new LogListener();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(fakes.StoryBeatsSettings);
        builder.Configuration.AddInMemoryCollection(
        [
            KeyValuePair.Create<string, string?>("StoryBeats:DataDirectory", folder),
            KeyValuePair.Create<string, string?>("Spotify:Prewarm", "false"),
        ]);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)));
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(listener);
        if (time is not null)
            builder.Services.AddSingleton(time);
        also?.Invoke(builder.Services);
        builder.Services.AddStorage(builder.Configuration).AddStoryBeats(builder.Configuration);
        builder.Services.AddCaches(builder.Configuration);
        builder.Services.AddSpotify(builder.Configuration);
        builder.Services.AddEmbeddedCatalog();
        // What Spotify says, and nothing more, unless a test wants it.
        if (!alsoCatalogue)
            builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(CatalogEnricher)));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new SpotifyRig(host, time, listener.Lines);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>What is asked for a photo of a mood, with the curated artists of both sides.</summary>
    public RetrievalRequest Request(MoodCategory mood = MoodCategory.Happy) => new()
    {
        Mood = mood,
        Target = MoodProfile.For(mood).Typical,
        Languages = new HashSet<string>([Languages.English, .. Languages.HindiSide], StringComparer.Ordinal),
        Artists = Get<ArtistSelector>().Select(mood, LanguageMix.Of([Languages.English, .. Languages.HindiSide]), Taste.None, seed: 1),
        Today = DateOnly.FromDateTime(Get<TimeProvider>().GetUtcNow().UtcDateTime),
    };

    public async Task<SourceAnswer> AskAsync(MoodCategory mood = MoodCategory.Happy) =>
        await Source.GetCandidatesAsync(Request(mood), TestContext.Current.CancellationToken);

    /// <summary>Waits until nothing is under way in the background.</summary>
    public Task WhenIdleAsync() => Get<SpotifyBackground>().WhenIdleAsync();

    /// <summary>Ends as a command does, which has no host that stops anything.</summary>
    public ValueTask EndAsync() => ((IAsyncDisposable)_host).DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _time.EndAsync((IAsyncDisposable)_host);
    }
}
