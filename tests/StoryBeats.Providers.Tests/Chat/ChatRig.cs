using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Fakes.Models;
using StoryBeats.Photos;
using StoryBeats.Providers.Chat;
using StoryBeats.Providers.Tests.LocalVision;
using StoryBeats.Providers.Tests.Previews;
using StoryBeats.SecondLook;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Tests.Chat;

/// <summary>Readers over services that act like the real ones, on a clock that stands still.</summary>
internal sealed class ChatRig : IAsyncDisposable
{
    private static int s_photos;

    private readonly ServiceProvider _provider;

    private ChatRig(FakeServices? fakes, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        Fakes = fakes!;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(Meter.Metrics);
        services.AddSingleton(new DataFiles(overrides: null));
        services.AddSingleton<IFusionCache>(_ => new FusionCache(new FusionCacheOptions()));
        services.AddChat(configuration);
        _provider = services.BuildServiceProvider();
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public FakeServices Fakes { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    public Metering Meter { get; } = new();

    public LogLines Log { get; } = new();

    public IServiceProvider Services => _provider;

    public IVibeReader Reader => _provider.GetServices<IVibeReader>().ShouldHaveSingleItem();

    public ISongJudge Judge => _provider.GetServices<ISongJudge>().ShouldHaveSingleItem();

    public ChatProbe Probe => _provider.GetServices<ChatProbe>().ShouldHaveSingleItem();

    /// <summary>One service of the fakes.</summary>
    public static async Task<ChatRig> StartAsync(FakeService service, Action<FakeModel>? behave = null, params (string Name, string Value)[] also)
    {
        var fakes = await FakeServices.StartAsync(settings => behave?.Invoke(settings.Models[service]), Cancel);
        var settings = fakes.ModelSettings(service).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in also)
            settings[name] = value;
        return new ChatRig(fakes, settings);
    }

    /// <summary>With settings of the test's own and no fakes.</summary>
    public static ChatRig With(params (string Name, string Value)[] settings) =>
        new(fakes: null, settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));

    /// <summary>A photo that nobody has read.</summary>
    public static PreparedPhoto Photo() => RenderedPhotos.Open(RenderedPhotos.Sky(seed: Interlocked.Increment(ref s_photos) + 1000));

    public Task<VibeReading> ReadAsync(Action<VibeReading>? early = null) => Reader.ReadAsync(Photo(), early ?? (_ => { }), CancellationToken.None, Cancel);

    /// <summary>How reading a photo fails.</summary>
    public async Task<VibeReaderException> FailureAsync() => await Should.ThrowAsync<VibeReaderException>(() => ReadAsync());

    /// <summary>Orders songs for a photo that nobody has seen.</summary>
    public Task<SongVerdict> JudgeAsync(IReadOnlyList<Track> songs, int shown = 0) => Judge.JudgeAsync(Photo().Decode().ToJpeg(), Analysis, songs, shown, Cancel);

    /// <summary>How ordering songs fails.</summary>
    public async Task<VibeReaderException> JudgeFailureAsync() => await Should.ThrowAsync<VibeReaderException>(() => JudgeAsync(Songs(4)));

    public static VibeAnalysis Analysis { get; } = new()
    {
        Mood = "serene",
        MoodCategory = MoodCategory.Peaceful,
        Description = "A quiet beach at dusk.",
        Target = new AudioFeatures { Energy = .3, Valence = .5, Danceability = .4, Acousticness = .7, Instrumentalness = .1, Tempo = 80 },
        Source = "local",
    };

    public static IReadOnlyList<Track> Songs(int count) => [.. Enumerable.Range(1, count).Select(number => new Track
    {
        Id = new TrackId($"song-{number}"),
        Title = $"Song number {number}",
        Artist = "Somebody",
        Language = "English",
        ReleaseDate = new ReleaseDate(2000 + number),
    })];

    public async ValueTask DisposeAsync()
    {
        await Time.EndAsync(_provider);
        if (Fakes is not null)
            await Fakes.DisposeAsync();
        Meter.Dispose();
        Log.Dispose();
    }
}
