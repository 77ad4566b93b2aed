using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StoryBeats.Photos;
using StoryBeats.Providers;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Recommendations;
using StoryBeats.Sessions;
using StoryBeats.Storage;

namespace StoryBeats.Benchmarks;

/// <summary>The recommender as a server has it right after its start: nothing kept from before, the vision model loaded.</summary>
internal sealed class SpotifyInstance : IAsyncDisposable
{
    private readonly BenchFolder _folder = new();
    private readonly ServiceProvider _services;
    private readonly PhotoIntake _intake;
    private readonly PhotoFeatures _features;
    private readonly VisionHead _head;

    private SpotifyInstance(IEnumerable<KeyValuePair<string, string?>> settings, bool keepsSessions)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings)
            .AddInMemoryCollection([KeyValuePair.Create("StoryBeats:DataDirectory", (string?)_folder.Path)])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddStorage(configuration);
        services.AddStoryBeats(configuration);
        services.AddProviders(configuration);
        if (!keepsSessions)
            services.AddSingleton<ISessionStore, InMemorySessionStore>();
        _services = services.BuildServiceProvider();
        Pipeline = _services.GetRequiredService<RecommendationPipeline>();
        _intake = _services.GetRequiredService<PhotoIntake>();
        _features = _services.GetRequiredService<PhotoFeatures>();
        _head = _services.GetRequiredService<VisionHead>();
    }

    public RecommendationPipeline Pipeline { get; }

    /// <summary>Starts it.</summary>
    /// <param name="settings">Its settings; the data folder is its own.</param>
    /// <param name="photo">What the model is tried on.</param>
    /// <param name="works">Whether work in the background begins; without it the database is ready and no call has been made.</param>
    /// <param name="keepsSessions">Whether a session is on the disk before its answer goes, as in a server; else in memory.</param>
    public static async Task<SpotifyInstance> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings, byte[] photo, bool works, bool keepsSessions = true)
    {
        var instance = new SpotifyInstance(settings, keepsSessions);
        var hosted = instance._services.GetServices<IHostedService>().ToList();
        foreach (var service in hosted.OfType<IHostedLifecycleService>())
            await service.StartingAsync(CancellationToken.None);
        foreach (var service in works ? hosted : [])
            await service.StartAsync(CancellationToken.None);
        instance.Read(photo);
        return instance;
    }

    /// <summary>What a photo costs by itself: checked, decoded, read by the model.</summary>
    public VisionReading Read(byte[] photo) => _head.Read(_features.Extract(_intake.Open(photo).Decode()));

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
