using Microsoft.Extensions.Options;
using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Spotify;

/// <summary>
/// Candidates from Spotify. What is in the pools costs no call; for the rest the artists nearest the wanted vibe are asked, until thirty songs
/// fit or time is up. What comes later serves the next request.
/// </summary>
internal sealed class SpotifyCandidateSource(
    ArtistPools pools,
    PoolDemand demand,
    SpotifyAdmission admission,
    SpotifyBackground background,
    AudioFeatureEstimator estimator,
    KnownSongs known,
    IOptions<SpotifyOptions> options,
    StoryBeatsMetrics metrics,
    TimeProvider time) : ICandidateSource, IAsyncDisposable, IDisposable
{
    public const string SourceName = "spotify";

    // What was waited for already may have come for other artists.
    private const double LeastWait = .2;

    public string Name => SourceName;

    public async ValueTask<SourceAnswer> GetCandidatesAsync(RetrievalRequest request, CancellationToken cancellationToken)
    {
        using var stage = metrics.StartStage("artists");
        var start = time.GetTimestamp();
        var stock = await PoolStock.TakeAsync(pools, request.Artists, time, cancellationToken);
        var harvest = new Harvest(request, estimator);
        foreach (var (ask, kept) in stock.Fresh)
            harvest.Add(ask, kept.Pool);

        var course = stock.Missing.Count == 0 || harvest.HasFitting ? Course.Warm
            : request.KnownAlone ? Course.NotRun
            : await HuntAsync(stock, harvest, start, request.Waited, cancellationToken);
        var usesStale = stock.HasStaleForNow || course.UsesStale;
        if (!harvest.HasFitting)
        {
            // Stale beats nothing, where nothing newer came.
            foreach (var (ask, kept) in stock.Stale.Where(stale => stale.Value.Pool.Tracks.Count > 0 && !course.Quarry.Found.ContainsKey(stale.Key)))
            {
                harvest.Add(ask, kept.Pool);
                usesStale = true;
            }
        }

        Later(stock);
        return Answer(harvest.Pick(), course, usesStale);
    }

    // Disposed before all that it works with: what a command of one photo began is given a moment to be kept.
    public async ValueTask DisposeAsync() => await background.SettleAsync();

    public void Dispose()
    {
        // Who does not wait ends at once.
    }

    private async Task<Course> HuntAsync(PoolStock stock, Harvest harvest, long start, TimeSpan waited, CancellationToken cancellationToken)
    {
        var order = ArtistOrder.ByNearness(stock.Missing.Select(ask => KeyValuePair.Create(ask.Artist, Known(ask, stock))), harvest.Vibe);
        var hunt = new ArtistHunt(
            pools,
            admission,
            background,
            harvest,
            [.. order.Select(artist => new ArtistAsk(artist, PoolPart.Proven))],
            [.. order.Select(artist => new ArtistAsk(artist, PoolPart.Recent)).Where(ask => !stock.Fresh.ContainsKey(ask))]);
        background.RunAwaited(hunt.RunAsync);
        try
        {
            var end = await WaitAsync(hunt, start, waited, cancellationToken);
            var quarry = hunt.Close(goOn: end is not CourseEnd.Enough);
            var now = time.GetUtcNow();
            return new Course(end, quarry, quarry.Found.Any(found => found.Value.IsStale(found.Key, now) && found.Value.Pool.Tracks.Count > 0));
        }
        catch (OperationCanceledException)
        {
            // The visitor is gone.
            hunt.Close(goOn: false);
            throw;
        }
    }

    private async Task<CourseEnd> WaitAsync(ArtistHunt hunt, long start, TimeSpan waited, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        using var late = Alarm(settings.DeadlineSeconds);
        using var soon = Alarm(Math.Min(settings.EnoughSeconds, settings.DeadlineSeconds));
        while (true)
        {
            var alarm = soon.IsCancellationRequested ? late.Token : soon.Token;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(alarm, cancellationToken);
            try
            {
                if (!await hunt.News.WaitToReadAsync(either.Token))
                    return hunt.IsEnough ? CourseEnd.Enough : CourseEnd.All;
            }
            catch (OperationCanceledException) when (alarm.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // From the first alarm on songs are enough, however they sound; with the second, what is there.
            }

            while (hunt.News.TryRead(out _))
            {
            }

            if (hunt.IsEnough)
                return CourseEnd.Enough;
            if (soon.IsCancellationRequested && hunt.HasThirty)
                return CourseEnd.CutShort;
            if (late.IsCancellationRequested)
                return CourseEnd.Late;
        }

        // The time that was spent before counts too.
        CancellationTokenSource Alarm(double seconds) =>
            new(TimeSpan.FromSeconds(Math.Max(seconds - waited.TotalSeconds, Math.Min(seconds, LeastWait))) - time.GetElapsedTime(start) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
    }

    private IReadOnlyList<Track> Known(ArtistAsk ask, PoolStock stock) =>
        stock.Stale.GetValueOrDefault(ask) is { } stale && stale.Pool.Tracks.Any(track => track.Features is not null)
            ? stale.Pool.Tracks
            : known(ask.Artist.Name);

    // What was not asked for is fetched when nobody waits.
    private void Later(PoolStock stock)
    {
        foreach (var ask in stock.Ageing)
            background.Run(token => pools.RefreshAsync(ask, token));
        foreach (var (ask, kept) in stock.Fresh.Where(fresh => !stock.Ageing.Contains(fresh.Key)))
            pools.LearnMore(ask, kept.Pool);
        if (options.Value.Prewarm)
        {
            demand.Add(stock.Missing.Concat(stock.Recent));
            return;
        }

        // Nobody fetches in advance: at least what was there once is brought up to date.
        foreach (var ask in stock.Stale.Keys.Where(ask => ask.Part is PoolPart.Recent))
            background.Run(token => pools.RefreshAsync(ask, token));
    }

    private SourceAnswer Answer(IReadOnlyList<Track> tracks, Course course, bool usesStale)
    {
        IReadOnlyList<CandidateTrack> candidates = [.. tracks.Select(track => new CandidateTrack(track, Name))];
        if (course.IsTroubled && candidates.Count == 0)
            return new SourceAnswer([], SourceStatus.Failed, course.IsOwn
                ? "Too many calls to Spotify just now; these songs come from this machine's own catalogue."
                : "Spotify does not answer just now, so these songs come from this machine's own catalogue.");
        if (usesStale)
            return new SourceAnswer(candidates, SourceStatus.Stale, "Some songs are as Spotify gave them a while ago.");
        if (course.IsOwn && course.End is not CourseEnd.Enough)
            return new SourceAnswer(candidates, SourceStatus.Partial, "Too many calls to Spotify just now; some songs come from this machine's own catalogue.");
        if (course.End is CourseEnd.Late)
            return new SourceAnswer(candidates, SourceStatus.Partial, "Spotify was slow; some songs come from this machine's own catalogue.");
        if (course.Quarry.Failures > 0 && course.End is not CourseEnd.Enough)
            return new SourceAnswer(candidates, SourceStatus.Partial, "Spotify did not answer everything; some songs come from this machine's own catalogue.");
        if (course.End is CourseEnd.CutShort)
            return new SourceAnswer(candidates, SourceStatus.Partial, "Some of Spotify's songs were still on their way; the next photo has them.");
        return new SourceAnswer(candidates);
    }

    private enum CourseEnd
    {
        /// <summary>Thirty songs fit.</summary>
        Enough,

        /// <summary>Everybody was asked.</summary>
        All,

        /// <summary>Thirty songs were there, and waiting for better ones had taken long enough.</summary>
        CutShort,

        /// <summary>The deadline.</summary>
        Late,
    }

    // How the request went.
    private sealed record Course(CourseEnd End, Quarry Quarry, bool UsesStale)
    {
        public static Course NotRun { get; } = new(CourseEnd.CutShort, Quarry.None, UsesStale: false);

        public static Course Warm { get; } = new(CourseEnd.Enough, Quarry.None, UsesStale: false);

        // Whether it was our own window that kept us from asking, and nothing else.
        public bool IsOwn => Quarry.OwnFailures > 0 && Quarry.OwnFailures == Quarry.Failures;

        public bool IsTroubled => End is CourseEnd.Late || Quarry.Failures > 0;
    }
}
