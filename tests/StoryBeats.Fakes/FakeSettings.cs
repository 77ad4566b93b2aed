using System.Collections.Concurrent;
using StoryBeats.Fakes.Models;

namespace StoryBeats.Fakes;

/// <summary>How many calls a service takes within a rolling window.</summary>
public sealed record FakeLimit(int Calls, TimeSpan Window);

/// <summary>How the services behave; may be changed while they run.</summary>
public sealed class FakeSettings
{
    private readonly Lock _lock = new();
    private int _seed = 1;
    private Random _random = new(1);
    private volatile int _tokenGeneration;
    private volatile int _refreshGeneration;

    /// <summary>What the Spotify app may do; default Development.</summary>
    public SpotifyMode Mode { get; set; }

    /// <summary>The client id that is right.</summary>
    public string ClientId { get; set; } = "5f1c0b8e4d7a4c2fa6e9d3b07c15e842";

    /// <summary>The secret that is right.</summary>
    public string ClientSecret { get; set; } = "c3a1f7d20b9e4586ae4407fb6d2c91e0";

    /// <summary>How long every answer takes, but a model's, which has its own times; default not at all.</summary>
    public FakeLatency Latency { get; set; }

    /// <summary>How long the answers of one service take, before <see cref="Latency"/>.</summary>
    public ConcurrentDictionary<FakeService, FakeLatency> Latencies { get; } = new();

    /// <summary>Limits of any service; what is over is refused in the service's own way.</summary>
    public ConcurrentDictionary<FakeService, FakeLimit> Limits { get; } = new();

    /// <summary>Calls to Spotify's API within any thirty seconds; more give 429 with Retry-After. Null: no limit.</summary>
    public int? CallsPer30Seconds
    {
        get => Limits.TryGetValue(FakeService.Spotify, out var limit) ? limit.Calls : null;
        set
        {
            if (value is { } calls)
                Limits[FakeService.Spotify] = new FakeLimit(calls, TimeSpan.FromSeconds(30));
            else
                Limits.TryRemove(FakeService.Spotify, out _);
        }
    }

    /// <summary>The share of calls that fail with 500, 502 or 503, 0 to 1.</summary>
    public double ErrorRate { get; set; }

    /// <summary>What goes wrong where.</summary>
    public FakeFaults Faults { get; } = new();

    /// <summary>How the models behave.</summary>
    public FakeModels Models { get; } = new();

    /// <summary>How long a token is good for.</summary>
    public double TokenLifetimeSeconds { get; set; } = 3600;

    /// <summary>Whether the visitor says no at Spotify's consent page.</summary>
    public bool DenyAuthorization { get; set; }

    /// <summary>Whether a refresh gives a new refresh token and ends the old one.</summary>
    public bool RotateRefreshTokens { get; set; }

    /// <summary>Names that no search finds.</summary>
    public ConcurrentDictionary<string, bool> UnknownArtists { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Markets (two letters) in which nothing is found.</summary>
    public ConcurrentDictionary<string, bool> MarketsWithoutResults { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where latency and errors are drawn from; setting it starts the draws again.</summary>
    public int Seed
    {
        get => _seed;
        set
        {
            lock (_lock)
            {
                _seed = value;
                _random = new Random(value);
            }
        }
    }

    /// <summary>Done for every call before it is answered: to change these settings midway, or to hold an answer back until a test lets it go.</summary>
    public Func<FakeCall, CancellationToken, Task>? OnCall { get; set; }

    /// <summary>The clock of limits, tokens and previews.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    internal int TokenGeneration => _tokenGeneration;

    internal int RefreshGeneration => _refreshGeneration;

    /// <summary>All access tokens issued so far give 401 from now on.</summary>
    public void RevokeTokens() => Interlocked.Increment(ref _tokenGeneration);

    /// <summary>All refresh tokens issued so far give invalid_grant from now on, as when a visitor removes the app.</summary>
    public void RevokeRefreshTokens() => Interlocked.Increment(ref _refreshGeneration);

    internal T Draw<T>(Func<Random, T> draw)
    {
        lock (_lock)
            return draw(_random);
    }

    internal FakeLatency LatencyOf(FakeService service) => Latencies.TryGetValue(service, out var own) ? own : FakeModels.Has(service) ? FakeLatency.None : Latency;
}
