using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using StoryBeats.Fakes.Catalog;
using StoryBeats.Fakes.Deezer;
using StoryBeats.Fakes.ITunes;
using StoryBeats.Fakes.ReccoBeats;
using StoryBeats.Fakes.Spotify;

namespace StoryBeats.Fakes;

/// <summary>All services, running on one port of this machine.</summary>
public sealed class FakeServices : IAsyncDisposable
{
    private static readonly Lazy<FakeCatalog> SharedCatalog = new(FakeCatalog.Build);

    private readonly WebApplication _app;
    private readonly PlaylistStore _playlists;

    private FakeServices(WebApplication app, FakeSettings settings, CallLog calls, PlaylistStore playlists)
    {
        _app = app;
        _playlists = playlists;
        Settings = settings;
        Calls = calls;
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

    /// <summary>The playlists made so far.</summary>
    public IReadOnlyList<FakePlaylist> Playlists => _playlists.All;

    /// <summary>The settings with which StoryBeats uses these services.</summary>
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
        app.Use(new RequestGate(settings, calls).InvokeAsync);
        app.MapSpotifyAccounts(settings, tokens);
        app.MapSpotifyApi(settings, tokens, catalog, playlists);
        app.MapReccoBeats(catalog);
        app.MapDeezer(catalog, settings);
        app.MapITunes(catalog);
        app.MapControls(settings, calls);
        await app.StartAsync(cancellationToken);
        return new FakeServices(app, settings, calls, playlists);
    }

    /// <summary>Waits until the process is told to stop.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
