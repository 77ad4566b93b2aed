using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Catalog;
using StoryBeats.Previews;
using StoryBeats.Providers.Previews;
using StoryBeats.Tests.Support;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Tests.Previews;

/// <summary>A program with previews, registered as the server registers them, on a clock that the test moves.</summary>
internal sealed class PreviewApp : IAsyncDisposable
{
    /// <summary>Longer than any test waits: on the test's clock it never passes by itself.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly Metering _metering = new();
    private readonly ServiceProvider _provider;

    public PreviewApp(IEnumerable<KeyValuePair<string, string?>> settings, Action<IServiceCollection>? also = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(_metering.Metrics);
        services.AddSingleton<IFusionCache>(_ => new FusionCache(new FusionCacheOptions()));
        services.AddPreviews(configuration);
        also?.Invoke(services);
        _provider = services.BuildServiceProvider();
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Service, endpoint and outcome of each call that was counted.</summary>
    public IReadOnlyList<string> Counted => _metering.Tags("storybeats.upstream.calls");

    public LogLines Log { get; } = new();

    public IServiceProvider Services => _provider;

    public PreviewBook Book => _provider.GetRequiredService<PreviewBook>();

    public IPreviewSource Source(string name) => _provider.GetServices<IPreviewSource>().Single(source => source.Name == name);

    /// <summary>Settings for servers of the test's own; what has none is where nobody listens.</summary>
    public static Dictionary<string, string?> Settings(Uri? deezer = null, Uri? itunes = null) => new(StringComparer.Ordinal)
    {
        ["Deezer:BaseAddress"] = (deezer ?? Nobody).AbsoluteUri,
        ["ITunes:BaseAddress"] = (itunes ?? Nobody).AbsoluteUri,
    };

    public static Uri Nobody { get; } = new("http://127.0.0.1:9/");

    public static Track Song(string title = "Kasoor", string artist = "Prateek Kuhad", string? isrc = null, string? id = null, int? durationMs = null, string? album = null) => new()
    {
        Id = new TrackId(id ?? title),
        Title = title,
        Artist = artist,
        Album = album,
        Language = Languages.Hindi,
        Isrc = Isrc.Parse(isrc),
        DurationMs = durationMs,
        SpotifyId = "4uLU6hMCjMI75M1A2tKUQC",
    };

    /// <summary>Asks for one song and waits; half a minute of real time without an answer fails the test.</summary>
    public async Task<PreviewLookup> AskAsync(Track track) =>
        (await Book.WaitAsync([track], Long, Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel))[track.Id];

    public async ValueTask DisposeAsync()
    {
        await Time.EndAsync(_provider);
        _metering.Dispose();
    }
}
