using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryBeats.Catalog;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Spotify;

/// <summary>
/// Fetches the curated artists' songs before anybody asks, and anew before they are too old: oldest first, politely, after whoever
/// waits, not while Spotify says to wait. Storage knows how old each pool is, so a restart goes on where it was.
/// </summary>
internal sealed partial class SpotifyPrewarmer(
    ArtistPools pools,
    PoolDemand demand,
    SpotifyAdmission admission,
    SpotifyTokens tokens,
    IArtistPoolStore store,
    CuratedArtistsFile curated,
    IOptions<SpotifyOptions> options,
    TimeProvider time,
    ILogger<SpotifyPrewarmer> logger) : BackgroundService
{
    // A little before the visitors' requests would fetch it.
    private const double DueShare = .75;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LiveRest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(5);

    private TimeSpan _backoff = FirstBackoff;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await TokenAsync(stoppingToken);
        if (!options.Value.Prewarm)
            return;

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(stoppingToken);
                await Task.Delay(Rest, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogRoundFailed(fault);
                await Task.Delay(LongestBackoff, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // So that the first visitor does not wait for it.
    private async Task TokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tokens.GetAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is SpotifyException or OperationCanceledException)
        {
            // Whoever needs it tries again.
        }
    }

    // Everything that is due now, once.
    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        var pace = TimeSpan.FromMinutes(1) / options.Value.PrewarmCallsPerMinute;
        var due = new Queue<ArtistAsk>(await DueAsync(cancellationToken));
        var filled = 0;
        while ((demand.Take() ?? (due.TryDequeue(out var next) ? next : null)) is { } ask)
        {
            await YieldAsync(cancellationToken);
            var wait = await WarmAsync(ask, cancellationToken);
            if (wait is null)
                filled++;
            await Task.Delay(wait ?? pace, time, cancellationToken);
        }

        if (filled > 0)
            LogWarm(filled);
    }

    // How long to wait after a failure, else null.
    private async Task<TimeSpan?> WarmAsync(ArtistAsk ask, CancellationToken cancellationToken)
    {
        try
        {
            if (!await IsDueAsync(ask, cancellationToken))
                return null;

            await pools.RefreshAsync(ask, cancellationToken);
            _backoff = FirstBackoff;
            return null;
        }
        catch (SpotifyException fault)
        {
            if (fault.RetryAt - time.GetUtcNow() is { } wait && wait > TimeSpan.Zero)
            {
                // It was not this pool's fault: it is the next.
                demand.Add([ask]);
                return wait;
            }

            var backoff = _backoff;
            _backoff = _backoff * 2 < LongestBackoff ? _backoff * 2 : LongestBackoff;
            return backoff;
        }
    }

    // Another instance, or a visitor's request, may have fetched it meanwhile.
    private async Task<bool> IsDueAsync(ArtistAsk ask, CancellationToken cancellationToken) =>
        await pools.PeekAsync(ask, cancellationToken) is not { } kept || time.GetUtcNow() - kept.Pool.FilledAt >= ask.DueAge(kept.Pool, DueShare);

    private async Task YieldAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var wait = admission.HeldFor is var held && held > TimeSpan.Zero ? held : admission.IsLive ? LiveRest : TimeSpan.Zero;
            if (wait <= TimeSpan.Zero)
                return;
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    // Never filled first, then oldest first; what is proven before what is recent.
    private async Task<IReadOnlyList<ArtistAsk>> DueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ages = new Dictionary<ArtistPoolKey, DateTimeOffset>();
        foreach (var part in Enum.GetValues<PoolPart>())
        {
            foreach (var (key, filledAt) in await store.AgesAsync(ArtistAsk.Source(part), cancellationToken))
                ages[key] = filledAt;
        }

        var old = Everybody()
            .Select(ask => (Ask: ask, FilledAt: ages.GetValueOrDefault(ask.Key, DateTimeOffset.MinValue)))
            .Where(pool => now - pool.FilledAt >= ArtistAsk.EmptyLifetime)
            .OrderBy(pool => pool.FilledAt)
            .ThenBy(pool => pool.Ask.Part)
            .Select(pool => pool.Ask);
        var due = new List<ArtistAsk>();
        foreach (var ask in old)
        {
            if (await IsDueAsync(ask, cancellationToken))
                due.Add(ask);
        }

        return due;
    }

    private IEnumerable<ArtistAsk> Everybody()
    {
        var lists = curated.Current;
        return Enum.GetValues<MoodCategory>()
            .SelectMany(mood => lists.English(mood).Take(ArtistSelector.PerSide).Select(name => new SelectedArtist(name, Languages.English))
                .Concat(lists.Hindi(mood).Take(ArtistSelector.PerSide).Select(name => new SelectedArtist(name, Languages.Hindi))))
            .SelectMany(artist => Enum.GetValues<PoolPart>().Select(part => new ArtistAsk(artist, part)))
            .DistinctBy(ask => ask.Key);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} artists' pools are warm")]
    private partial void LogWarm(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Fetching songs in advance failed; it is tried again")]
    private partial void LogRoundFailed(Exception fault);
}
