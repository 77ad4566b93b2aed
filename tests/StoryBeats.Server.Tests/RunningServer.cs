using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using StoryBeats.Providers.LocalVision;

namespace StoryBeats.Server.Tests;

/// <summary>The whole server on a real socket of this machine, on a free port.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    // Loading the network takes half a second, and no server changes it.
    private static readonly Lazy<PhotoFeatures> Network = new(() => new PhotoFeatures(LocalVisionFiles.BackboneFolder));

    private readonly WebApplication _app;
    private readonly TempFolder _folder;
    private readonly HttpClient _client;

    private RunningServer(WebApplication app, TempFolder folder)
    {
        _app = app;
        _folder = folder;
        Address = new Uri(app.Urls.First());
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Address };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Its data folder.</summary>
    public string DataFolder => _folder.Root;

    /// <summary>What it was built from.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Its routes.</summary>
    public IEnumerable<RouteEndpoint> Routes => Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct();

    /// <summary>Starts a server without limits.</summary>
    public static Task<RunningServer> StartAsync(params string[] settings) => StartWithLimitsAsync(["--RateLimits:Enabled=false", .. settings]);

    /// <summary>Starts a server with the limits as they are set.</summary>
    public static Task<RunningServer> StartWithLimitsAsync(params string[] settings) => StartAsync(_ => { }, settings);

    /// <summary>Starts a server whose log goes to a provider.</summary>
    public static Task<RunningServer> StartLoggingAsync(ILoggerProvider log, params string[] settings) =>
        StartAsync(app => app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log), settings);

    /// <summary>Starts a server to which something is added.</summary>
    public static Task<RunningServer> StartAsync(Action<WebApplication> add, params string[] settings) => StartAsync(add, _ => { }, settings);

    /// <summary>Starts a server without limits whose time is told by a clock.</summary>
    public static Task<RunningServer> StartAsync(TimeProvider clock, params string[] settings) =>
        StartAsync(_ => { }, services => services.AddSingleton(clock), ["--RateLimits:Enabled=false", .. settings]);

    /// <summary>Starts a server that loads the network itself and warms up, as for visitors.</summary>
    public static Task<RunningServer> StartWarmingUpAsync() => StartAsync(_ => { }, services => services.RemoveAll<PhotoFeatures>(), ["--StoryBeats:WarmUp=true"]);

    /// <summary>Asks for a page.</summary>
    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Sends a form.</summary>
    public Task<Answer> PostAsync(string path, Form form, string? accept = null) => PostAsync(path, form.ContentType, form.ToBytes(), accept);

    /// <summary>Sends a photo and nothing else.</summary>
    public Task<Answer> AnalyzeAsync(byte[] photo) => PostAsync("/api/analyze", Form.Of(photo));

    /// <summary>Sends JSON.</summary>
    public Task<Answer> PostJsonAsync(string path, string json, string? accept = null) =>
        PostAsync(path, "application/json", System.Text.Encoding.UTF8.GetBytes(json), accept);

    /// <summary>Sends a body as it is.</summary>
    public Task<Answer> PostAsync(string path, string? contentType, byte[] body, string? accept = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return SendAsync(request);
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            return await Answer.ReadAsync(response);
        }
    }

    /// <summary>Sends a request with headers, and JSON when there is any.</summary>
    public Task<Answer> SendAsync(HttpMethod method, string path, string? json = null, params IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return SendAsync(request);
    }

    /// <summary>Tells it to stop, and waits until it has.</summary>
    public Task StopAsync() => _app.StopAsync(CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<RunningServer> StartAsync(Action<WebApplication> add, Action<IServiceCollection> register, string[] settings)
    {
        var folder = new TempFolder();
        try
        {
            var app = StoryBeatsServer.Build(
                ["--urls", "http://127.0.0.1:0", "--Logging:Console:LogLevel:Default=None", "--Previews:Enabled=false",
                    // Else its calls to outside services would mix with the test's.
                    "--StoryBeats:WarmUp=false", $"--StoryBeats:DataDirectory={folder.Root}", .. settings],
                builder => register(builder.Services.AddSingleton(Network.Value)));
            add(app);
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new RunningServer(app, folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }
}

/// <summary>One server without limits for every test that does not change it.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private RunningServer? _server;

    /// <summary>The server.</summary>
    public RunningServer Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
