using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using StoryBeats.Fakes.Catalog;
using StoryBeats.Fakes.Deezer;
using StoryBeats.Fakes.ITunes;
using StoryBeats.Fakes.Models;
using StoryBeats.Fakes.ReccoBeats;
using StoryBeats.Fakes.Spotify;

namespace StoryBeats.Fakes;

/// <summary>All services, running on one port of this machine.</summary>
public sealed class FakeServices : IAsyncDisposable
{
    private static readonly Lazy<FakeCatalog> SharedCatalog = new(FakeCatalog.Build);

    private readonly WebApplication _app;
    private readonly PlaylistStore _playlists;

    private FakeServices(WebApplication app, FakeSettings settings, CallLog calls, ModelLog models, PlaylistStore playlists)
    {
        _app = app;
        _playlists = playlists;
        Settings = settings;
        Calls = calls;
        Models = models;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        StoryBeatsSettings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Spotify:ClientId"] = settings.ClientId,
            ["Spotify:ClientSecret"] = settings.ClientSecret,
            ["Spotify:ApiBaseAddress"] = new Uri(Address, "spotify/api/v1/").AbsoluteUri,
            ["Spotify:AccountsBaseAddress"] = new Uri(Address, "spotify/accounts/").AbsoluteUri,
            ["ReccoBeats:BaseAddress"] = new Uri(Address, "reccobeats/").AbsoluteUri,
            ["Deezer:BaseAddress"] = new Uri(Address, "deezer/").AbsoluteUri,
            ["ITunes:BaseAddress"] = new Uri(Address, "itunes/").AbsoluteUri,
        };
    }

    /// <summary>Where they listen: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address { get; }

    /// <summary>How they behave; may be changed at any time.</summary>
    public FakeSettings Settings { get; }

    /// <summary>What there is to find.</summary>
    public FakeCatalog Catalog => SharedCatalog.Value;

    /// <summary>What was asked.</summary>
    public CallLog Calls { get; }

    /// <summary>What models were asked.</summary>
    public ModelLog Models { get; }

    /// <summary>The playlists made so far.</summary>
    public IReadOnlyList<FakePlaylist> Playlists => _playlists.All;

    /// <summary>The settings with which StoryBeats uses these services; no model among them.</summary>
    public IReadOnlyDictionary<string, string?> StoryBeatsSettings { get; }

    /// <summary>Starts them on a free port.</summary>
    public static Task<FakeServices> StartAsync(Action<FakeSettings>? configure = null, CancellationToken cancellationToken = default) =>
        StartAsync("http://127.0.0.1:0", configure, cancellationToken);

    /// <summary>Starts them on the address given.</summary>
    public static async Task<FakeServices> StartAsync(string urls, Action<FakeSettings>? configure, CancellationToken cancellationToken = default)
    {
        var settings = new FakeSettings();
        configure?.Invoke(settings);
        var calls = new CallLog();
        var models = new ModelLog();
        var playlists = new PlaylistStore();
        var catalog = SharedCatalog.Value;
        var tokens = new TokenStore(settings);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(urls);
        // A hanging endpoint must not keep a test from ending.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        var app = builder.Build();
        app.UseRouting();
        app.Use(new ModelRecorder(settings, models, ModelApis.Wires).InvokeAsync);
        app.Use(new RequestGate(settings, calls).InvokeAsync);
        app.MapSpotifyAccounts(settings, tokens);
        app.MapSpotifyApi(settings, tokens, catalog, playlists);
        app.MapReccoBeats(catalog);
        app.MapDeezer(catalog, settings);
        app.MapITunes(catalog);
        app.MapModels(settings);
        app.MapControls(settings, calls, models);
        await app.StartAsync(cancellationToken);
        return new FakeServices(app, settings, calls, models, playlists);
    }

    /// <summary>The settings, beside <see cref="StoryBeatsSettings"/>, with which StoryBeats asks these models; none given: all four.</summary>
    public IReadOnlyDictionary<string, string?> ModelSettings(params FakeService[] services)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var service in services.Length > 0 ? services : FakeModels.Services)
        {
            var model = Settings.Models[service];
            if (model.ApiKey is { } key)
                settings[$"{service}:ApiKey"] = key;
            settings[$"{service}:BaseAddress"] = new Uri(Address, service switch
            {
                FakeService.Anthropic => "anthropic/",
                FakeService.OpenAI => "openai/v1/",
                FakeService.Compatible => "compatible/v1/",
                FakeService.Ollama => "ollama/",
                _ => throw new ArgumentOutOfRangeException(nameof(services), service, "This service is no model."),
            }).AbsoluteUri;
            settings[$"{service}:Model"] = model.Names[0];
        }

        return settings;
    }

    /// <summary>Waits until the process is told to stop.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
