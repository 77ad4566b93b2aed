using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Npgsql;
using StoryBeats.Fakes;
using StoryBeats.Providers.Tests.Caching;
using StoryBeats.Server.Http;
using StoryBeats.Storage.Tests.Support;

namespace StoryBeats.Server.Tests.Cluster;

/// <summary>Three instances as processes of their own on one PostgreSQL and one Redis, behind nginx as deploy/nginx has it.</summary>
public sealed class RunningCluster : IAsyncDisposable
{
    /// <summary>The one limit that is set low.</summary>
    public const int SignalsAMinute = 7;

    private static readonly string[] Limits =
        [.. typeof(RateLimitOptions).GetProperties().Where(property => property.PropertyType == typeof(int)).Select(property => property.Name)];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly List<ServeProcess> _instances = [];
    private readonly int[] _ports = [FreePort.Find(), FreePort.Find(), FreePort.Find()];
    private readonly int _port = FreePort.Find();
    private readonly int _redisPort = FreePort.Find();
    private readonly TempFolder _folder = new();
    private readonly PostgresServer _postgres = new();
    private KeyValuePair<string, string>[] _settings = [];
    private FakeServices? _fakes;
    private RedisServer? _redis;
    private Process? _nginx;
    private string _connection = "";
    private bool _isStarted;

    /// <summary>Through nginx.</summary>
    public HttpClient Site { get; private set; } = null!;

    internal IReadOnlyList<ServeProcess> Instances => _instances;

    /// <summary>Starts everything once, or skips the test.</summary>
    public async Task StartAsync()
    {
        Assert.SkipWhen(PostgresServer.Binaries is null, "No PostgreSQL here: neither under /usr/lib/postgresql nor on the PATH are initdb and postgres.");
        Assert.SkipUnless(File.Exists("/usr/sbin/nginx"), "nginx is not in /usr/sbin.");
        if (_isStarted)
            return;

        var cancellationToken = TestContext.Current.CancellationToken;
        _redis = await RedisServer.StartAsync(_redisPort);
        _connection = await _postgres.CreateDatabaseAsync(cancellationToken);
        _fakes = await FakeServices.StartAsync(cancellationToken: cancellationToken);
        _settings =
        [
            .. _fakes.StoryBeatsSettings.Select(setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!)),
            new("Spotify__Prewarm", "false"),
            new("ConnectionStrings__Postgres", _connection + ";Timeout=2;Command Timeout=2"),
            new("ConnectionStrings__Redis", _redis.ConnectionString),
            new("Proxies__Known", "127.0.0.1"),
            .. Limits.Select(name => new KeyValuePair<string, string>($"RateLimits__{name}", "1000000")),
            new("RateLimits__ImplicitPerMinute", $"{SignalsAMinute}"),
        ];
        _instances.AddRange(await Task.WhenAll(_ports.Select(port => ServeProcess.StartOnAsync(port, _settings))));
        StartNginx();
        Site = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri($"http://127.0.0.1:{_port}"), Timeout = Patience };
        await UntilAsync(IsUpAsync);
        _isStarted = true;
    }

    // nginx listens a moment after it was started.
    private async Task<bool> IsUpAsync()
    {
        try
        {
            return (await GetAsync(Site, "/health")).Status is HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Kills an instance as the kernel would.</summary>
    internal void Kill(int instance) => _instances[instance].Dispose();

    /// <summary>Starts it again.</summary>
    internal async Task ReviveAsync(int instance) => _instances[instance] = await ServeProcess.StartOnAsync(_ports[instance], _settings);

    internal Task TellPostgresAsync(string command) => _postgres.TellAsync(command);

    internal async Task StopRedisAsync() => await _redis!.DisposeAsync();

    internal async Task StartRedisAsync() => _redis = await RedisServer.StartAsync(_redisPort);

    internal void FreezeRedis(bool frozen) => Signal(_redis!.Id, frozen ? "STOP" : "CONT");

    /// <summary>The feedback that PostgreSQL has.</summary>
    internal async Task<HashSet<string>> KeptFeedbackAsync()
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("SELECT id FROM feedback", connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            ids.Add(reader.GetString(0));
        return ids;
    }

    /// <summary>Waits until every instance says so of a part.</summary>
    internal Task UntilPartAsync(string part, string state) => UntilAsync(async () =>
    {
        var ready = await Task.WhenAll(_instances.Select(instance => GetAsync(instance.Client, "/health/ready")));
        return Array.TrueForAll(ready, answer => answer.ShouldBeOk().Json.GetProperty("parts").GetProperty(part).GetString() == state);
    });

    internal static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(Patience);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    internal static Task<Answer> GetAsync(HttpClient client, string path, string? cookie = null) => SendAsync(client, HttpMethod.Get, path, null, cookie);

    internal static Task<Answer> PostAsync(HttpClient client, string path, string json, string? cookie = null) =>
        SendAsync(client, HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), cookie);

    internal static Task<Answer> PhotoAsync(HttpClient client, byte[] photo)
    {
        var form = Form.Of(photo);
        var content = new ByteArrayContent(form.ToBytes());
        content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
        return SendAsync(client, HttpMethod.Post, "/api/v2/recommendations", content, cookie: null);
    }

    internal static async Task<Answer> SendAsync(HttpClient client, HttpMethod method, string path, HttpContent? content, string? cookie)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Site?.Dispose();
        if (_nginx is not null)
        {
            Signal(_nginx.Id, "TERM");
            await _nginx.WaitForExitAsync();
            _nginx.Dispose();
        }

        foreach (var instance in _instances)
            instance.Dispose();
        if (_redis is not null)
            await _redis.DisposeAsync();
        if (_fakes is not null)
            await _fakes.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    // The file as it is deployed, with other addresses.
    private void StartNginx()
    {
        var config = new StringBuilder(File.ReadAllText(Path.Combine(Repository.Folder, "deploy", "nginx", "nginx.conf")));
        const string first = "server app-1:8080", second = "server app-2:8080 max_fails=1 fail_timeout=2s;";
        foreach (var expected in new[] { first, second, "listen 8080;", "/tmp/nginx" })
            config.ToString().ShouldContain(expected);
        config.Replace(second, string.Join('\n', _ports.Skip(1).Select(port => string.Create(CultureInfo.InvariantCulture, $"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;"))))
            .Replace(first, string.Create(CultureInfo.InvariantCulture, $"server 127.0.0.1:{_ports[0]}"))
            .Replace("listen 8080;", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{_port};"))
            .Replace("/tmp/nginx", Path.Combine(_folder.Root, "nginx"));
        // Who runs as root lends the workers a folder that they may write to.
        if (Environment.IsPrivilegedProcess)
            config.Insert(0, "user root;\n");
        var file = _folder.Write("nginx.conf", config.ToString());
        _nginx = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-c", file, "-g", "daemon off;"]) { UseShellExecute = false })!;
    }

    private static void Signal(int process, string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {process}")]))!;
        kill.WaitForExit();
    }
}
