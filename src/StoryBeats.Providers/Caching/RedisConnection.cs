using System.Diagnostics;
using StackExchange.Redis;

namespace StoryBeats.Providers.Caching;

/// <summary>
/// The one connection to Redis. It goes on trying while Redis is away; whoever asks meanwhile fails at once, and at the very first waits a
/// moment.
/// </summary>
internal sealed class RedisConnection(string connectionString) : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private Task<ConnectionMultiplexer>? _connecting;
    private long _begun;

    /// <summary>The connection, up or not.</summary>
    /// <exception cref="RedisConnectionException">There is none yet.</exception>
    public async Task<IConnectionMultiplexer> GetAsync(CancellationToken cancellationToken = default)
    {
        Task<ConnectionMultiplexer> connecting;
        lock (_lock)
        {
            if (_connecting is null || _connecting.IsFaulted)
            {
                _begun = Stopwatch.GetTimestamp();
                _connecting = ConnectionMultiplexer.ConnectAsync(Options(connectionString));
            }

            connecting = _connecting;
        }

        if (connecting.IsCompleted)
            return await connecting;

        var left = Patience - Stopwatch.GetElapsedTime(_begun);
        try
        {
            return await connecting.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
        }
        catch (TimeoutException fault)
        {
            throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "Redis is not connected yet.", fault);
        }
    }

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ConfigurationOptions Options(string connectionString)
    {
        try
        {
            var options = ConfigurationOptions.Parse(connectionString);
            options.AbortOnConnectFail = false;
            options.BacklogPolicy = BacklogPolicy.FailFast;
            options.ConnectTimeout = Math.Min(options.ConnectTimeout, 1000);
            options.AsyncTimeout = Math.Min(options.AsyncTimeout, 1000);
            options.SyncTimeout = Math.Min(options.SyncTimeout, 1000);
            return options;
        }
        catch (ArgumentException fault)
        {
            // Without the string: it may hold a password.
            throw new InvalidDataException("ConnectionStrings:Redis is not a connection string of StackExchange.Redis, such as localhost:6379.", fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connecting is not { IsFaulted: false } connecting)
            return;

        await (await connecting).DisposeAsync();
    }

    // A program that ends without waiting: there is nothing to keep.
    public void Dispose()
    {
        if (_connecting is { IsFaulted: false } connecting)
            _ = connecting.ContinueWith(static async connected => (await connected).Dispose(), TaskScheduler.Default);
    }
}
