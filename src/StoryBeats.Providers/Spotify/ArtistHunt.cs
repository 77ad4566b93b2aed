using System.Threading.Channels;

namespace StoryBeats.Providers.Spotify;

/// <summary>
/// Asks for the artists of one request, nearest first and several at once. It goes on when the request does not wait any longer, and begins
/// nothing new once there is enough.
/// </summary>
/// <param name="pools">Where pools come from.</param>
/// <param name="admission">Learns that a visitor waits.</param>
/// <param name="background">Hears of faults.</param>
/// <param name="harvest">Where the songs go.</param>
/// <param name="proven">What to ask for, first things first.</param>
/// <param name="recent">Of which artists the recent songs are wanted too, as far as the budget goes.</param>
internal sealed class ArtistHunt(
    ArtistPools pools,
    SpotifyAdmission admission,
    SpotifyBackground background,
    Harvest harvest,
    IReadOnlyList<ArtistAsk> proven,
    IReadOnlyList<ArtistAsk> recent)
{
    /// <summary>Calls of a request at most; with that for a token, twenty. See <see cref="MostAfterRefusals"/>.</summary>
    public const int MostCalls = 19;

    /// <summary>Calls besides, in the one request that finds its token revoked or the app in Development Mode: each call under way once more.</summary>
    public const int MostAfterRefusals = AtOnce;

    // Enough to have thirty songs after one round of calls, and not so many that an early stop saves nothing.
    private const int AtOnce = 12;

    private readonly Channel<ArtistAsk> _news = Channel.CreateUnbounded<ArtistAsk>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CallTerms _terms = new(Live: true, new CallBudget(MostCalls, MostAfterRefusals));
    private readonly Lock _lock = new();
    private readonly Dictionary<ArtistAsk, KeptPool> _found = [];
    private int _failures;
    private int _ownFailures;
    private bool _isEnough;
    private bool _isClosed;

    /// <summary>Says that something came in; ends when everybody was asked.</summary>
    public ChannelReader<ArtistAsk> News => _news.Reader;

    /// <summary>Whether thirty songs fit.</summary>
    public bool IsEnough
    {
        get
        {
            lock (_lock)
                return _isEnough;
        }
    }

    /// <summary>Whether there are thirty songs, however they sound.</summary>
    public bool HasThirty
    {
        get
        {
            lock (_lock)
                return harvest.HasThirty;
        }
    }

    /// <summary>Nobody waits any longer: what comes from now on is for the next request.</summary>
    /// <param name="goOn">Whether what has not begun is still asked for.</param>
    public Quarry Close(bool goOn)
    {
        lock (_lock)
        {
            _isClosed = true;
            _isEnough |= !goOn;
            return new Quarry(_found.ToDictionary(), _failures, _ownFailures);
        }
    }

    /// <summary>Hunts until everybody was asked, the budget is spent, or there is enough.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var live = admission.BeginLive();
        try
        {
            // No more than leaves a call for everybody's proven songs: some of those may have begun and not taken theirs yet.
            await AskAsync(proven.Concat(Recent().Take(Math.Max(0, MostCalls - proven.Count))), cancellationToken);
        }
        finally
        {
            _news.Writer.TryComplete();
        }

        // Those whose proven songs came too late to know whether anybody knows the artist. Nobody waits for these.
        await AskAsync(Recent(), cancellationToken);
    }

    private Task AskAsync(IEnumerable<ArtistAsk> asks, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        asks, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (ask, token) => await FetchAsync(ask, token));

    // An artist that nobody knows has no recent songs either.
    private IEnumerable<ArtistAsk> Recent() => recent.Where(ask =>
    {
        lock (_lock)
            return _terms.Budget!.Left > 0 && !_found.ContainsKey(ask) && _found.GetValueOrDefault(ask with { Part = PoolPart.Proven }) is { Pool.Tracks.Count: > 0 };
    });

    private async Task FetchAsync(ArtistAsk ask, CancellationToken cancellationToken)
    {
        if (IsEnough)
            return;

        try
        {
            Take(ask, await pools.GetAsync(ask, _terms, cancellationToken));
        }
        catch (SpotifyException fault)
        {
            // Recent songs are asked for as far as the budget goes. Proven ones that it did not reach are missing.
            if (fault.Failure is not SpotifyFailure.BudgetSpent || ask.Part is PoolPart.Proven)
                Take(ask, null, fault.Failure);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            background.Report(fault);
            Take(ask, null);
        }
    }

    private void Take(ArtistAsk ask, KeptPool? found, SpotifyFailure? failure = null)
    {
        lock (_lock)
        {
            if (found is null)
            {
                _failures++;
                if (failure is SpotifyFailure.WindowFull)
                    _ownFailures++;
            }
            else
            {
                _found[ask] = found;
            }

            if (found is not null && !_isClosed)
            {
                harvest.Add(ask, found.Pool);
                _isEnough |= harvest.HasFitting;
            }
        }

        _news.Writer.TryWrite(ask);
    }
}

/// <summary>What a hunt brought.</summary>
/// <param name="Found">The pools, fresh or stale.</param>
/// <param name="Failures">How many could not be had.</param>
/// <param name="OwnFailures">For how many of those our own window was full.</param>
internal sealed record Quarry(IReadOnlyDictionary<ArtistAsk, KeptPool> Found, int Failures, int OwnFailures)
{
    /// <summary>Nothing.</summary>
    public static Quarry None { get; } = new(new Dictionary<ArtistAsk, KeptPool>(), 0, 0);
}
