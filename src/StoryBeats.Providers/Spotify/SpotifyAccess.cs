using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using StoryBeats.Learning;

namespace StoryBeats.Providers.Spotify;

/// <summary>
/// Which world the app lives in. Nobody asks Spotify that: ten results at a time work in both worlds, and tracks carry their popularity
/// in one of them alone. What was found out is believed for a day after it was last seen, over restarts too.
/// </summary>
internal sealed partial class SpotifyAccess(ILearnedStateStore states, SpotifyBackground background, TimeProvider time, ILogger<SpotifyAccess> logger) : IDisposable
{
    /// <summary>The name of what is remembered.</summary>
    public const string StateName = "spotify-access";

    /// <summary>The most that Development Mode gives; it gives five unless told.</summary>
    public const int DevelopmentLimit = 10;

    /// <summary>The most that extended quota gives.</summary>
    public const int ExtendedLimit = 50;

    private static readonly TimeSpan Believed = TimeSpan.FromDays(1);
    private static readonly TimeSpan WrittenAgain = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private AccessState? _state;
    private bool _isRead;
    private AccessState? _written;

    /// <summary>The world, as far as known.</summary>
    public AccessMode Mode => Volatile.Read(ref _state) is { } state && time.GetUtcNow() - state.SeenAt < Believed ? state.Mode : AccessMode.Unknown;

    /// <summary>How many results to ask for.</summary>
    public async ValueTask<int> SearchLimitAsync(CancellationToken cancellationToken)
    {
        if (!Volatile.Read(ref _isRead))
            await ReadAsync(cancellationToken);
        return Mode is AccessMode.Extended ? ExtendedLimit : DevelopmentLimit;
    }

    /// <summary>Learns from what a search gave.</summary>
    public void Observe(IReadOnlyList<WireTrack> tracks)
    {
        if (tracks.Count > 0)
            Learn(tracks.Any(track => track.Popularity is not null) ? AccessMode.Extended : AccessMode.Development);
    }

    /// <summary>Learns the world; it is written down when nobody waits.</summary>
    public void Learn(AccessMode mode)
    {
        var before = Mode;
        var seen = new AccessState(mode, time.GetUtcNow());
        Volatile.Write(ref _state, seen);
        lock (_lock)
        {
            if (_written?.Mode == mode && seen.SeenAt - _written.SeenAt < WrittenAgain)
                return;
            _written = seen;
        }

        if (before != mode)
            LogWorld(mode, before);
        background.Run(token => WriteAsync(seen, token));
    }

    public void Dispose() => _turn.Dispose();

    private async Task WriteAsync(AccessState state, CancellationToken cancellationToken)
    {
        try
        {
            await states.WriteAsync(StateName, JsonSerializer.SerializeToUtf8Bytes(state, SpotifyStateJson.Default.AccessState), cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogNotKept(fault.Message);
        }
    }

    private async ValueTask ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_isRead)
                return;

            if (await states.ReadAsync(StateName, cancellationToken) is { } kept
                && JsonSerializer.Deserialize(kept, SpotifyStateJson.Default.AccessState) is { } state)
            {
                Interlocked.CompareExchange(ref _state, state, null);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Found out again by the first answer.
            LogNotRead(fault.Message);
        }
        finally
        {
            Volatile.Write(ref _isRead, true);
            _turn.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Spotify gives {Mode} access (before: {Before})")]
    private partial void LogWorld(AccessMode mode, AccessMode before);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Which access Spotify gives could not be kept: {Why}")]
    private partial void LogNotKept(string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Which access Spotify gave could not be read: {Why}")]
    private partial void LogNotRead(string why);
}

/// <summary>Spotify's two worlds.</summary>
internal enum AccessMode
{
    /// <summary>Not found out yet.</summary>
    Unknown,

    /// <summary>Ten results, no popularity.</summary>
    Development,

    /// <summary>Fifty results, popularity.</summary>
    Extended,
}

/// <summary>What was found out, and when it was last seen.</summary>
internal sealed record AccessState(AccessMode Mode, DateTimeOffset SeenAt);

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(AccessState))]
internal sealed partial class SpotifyStateJson : JsonSerializerContext;
