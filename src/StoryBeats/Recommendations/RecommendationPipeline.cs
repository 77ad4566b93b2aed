using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StoryBeats.Learning;
using StoryBeats.Photos;
using StoryBeats.Ranking;
using StoryBeats.SecondLook;
using StoryBeats.Telemetry;
using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>
/// The whole flow: a photo is checked, read, and answered with songs, in one direction. While a model still looks at the photo, what this
/// machine read of it has already fetched and ranked a draft.
/// </summary>
public sealed partial class RecommendationPipeline(
    PhotoIntake intake,
    PhotoGate gate,
    VibeAnalyzerChain chain,
    Wishes wishes,
    SongRanker ranker,
    SessionOpener sessions,
    ITasteSource tastes,
    TimeProvider clock,
    SecondLooks secondLooks,
    StoryBeatsMetrics metrics,
    ILogger<RecommendationPipeline> logger)
{
    /// <summary>Answers one photo with what counts in the end, and opens a session for more.</summary>
    public async ValueTask<RecommendationOutcome> RecommendAsync(RecommendationRequest request, CancellationToken cancellationToken)
    {
        await foreach (var step in StepsAsync(request, showsDraft: false, cancellationToken))
        {
            if (step is RecommendationStep.Ended { Outcome: var outcome })
                return outcome;
        }

        throw new InvalidOperationException("A recommendation has no end.");
    }

    /// <summary>Answers one photo step by step: a draft as soon as it is there, then what counts.</summary>
    public IAsyncEnumerable<RecommendationStep> RecommendInStepsAsync(RecommendationRequest request, CancellationToken cancellationToken) =>
        StepsAsync(request, showsDraft: true, cancellationToken);

    private async IAsyncEnumerable<RecommendationStep> StepsAsync(
        RecommendationRequest request, bool showsDraft, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Held until this machine has read the photo and nobody has to decode it any more: what comes after needs little memory.
        using var place = await gate.EnterAsync(cancellationToken);
        if (place is null)
        {
            yield return new RecommendationStep.Ended(new RecommendationOutcome.Busy());
            yield break;
        }

        var (opened, rejected) = await UnlessRejectedAsync(() => Task.Run(() => Open(request.Photo), cancellationToken));
        if (opened is null)
        {
            yield return rejected!;
            yield break;
        }

        var reading = request.StaysHere ? chain.BeginHere(opened, cancellationToken) : chain.Begin(opened, cancellationToken);
        (var local, rejected) = await UnlessRejectedAsync(() => reading.Local);
        if (local is null)
        {
            yield return rejected!;
            yield break;
        }

        // Where this machine had read it before, a model may be the one that has it decoded.
        _ = Task.WhenAny(opened.Decoded, reading.Final).ContinueWith(
            _ => place.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var seed = opened.Fingerprint.Seed;
        var speculation = new Speculation(ranker, tastes, clock, request, seed, cancellationToken);
        Task<RankedSongs>? drafting = null;
        RecommendationResult? shown = null;
        if (!reading.Final.IsCompleted)
        {
            var draft = wishes.Apply(local, request.Preferences);
            drafting = speculation.RankAsync(draft);
            _ = FetchEarlyAsync(speculation, reading.Early, request.Preferences);
            if (showsDraft)
                yield return new RecommendationStep.Read(draft, IsDraft: true);
            // Whoever is last keeps nobody waiting.
            if (await Task.WhenAny(drafting, reading.Final) == drafting && await drafting is { Tracks.Count: > 0 } drafted && showsDraft)
            {
                shown = await sessions.OpenAsync(request, local, draft, drafted, seed, cancellationToken);
                yield return new RecommendationStep.Drafted(shown);
            }
        }

        (var read, rejected) = await UnlessRejectedAsync(() => reading.Final);
        if (read is null)
        {
            yield return rejected!;
            yield break;
        }

        // What the visitor wished since the draft was shown holds.
        var wished = shown is null ? request.Preferences : await sessions.WishesOfAsync(shown.SessionId, cancellationToken) ?? request.Preferences;
        var analysis = wishes.Apply(read, wished);
        if (showsDraft)
            yield return new RecommendationStep.Read(analysis, IsDraft: false);
        yield return new RecommendationStep.Ended(await (shown is null ? OpenAsync() : ReviseAsync(shown)));

        async ValueTask<RecommendationOutcome> OpenAsync()
        {
            var songs = await RankAsync();
            return songs.Tracks.Count == 0
                ? None(analysis, songs)
                : End(opened, await sessions.OpenAsync(request, read, analysis, songs, seed, cancellationToken), songs, looksAgain: true);
        }

        async ValueTask<RecommendationOutcome> ReviseAsync(RecommendationResult draft)
        {
            var (songs, tuned) = ((RankedSongs?)null, false);
            var result = await sessions.ReviseAsync(
                draft, local, read,
                async session =>
                {
                    tuned = session.Tuning is not null;
                    var now = tuned ? wishes.Apply(read, session.Preferences) : analysis;
                    songs = await (tuned ? speculation.RankAsync(now, session.Preferences) : RankAsync());
                    return (now, songs);
                },
                cancellationToken);
            if (result is not null)
                return End(opened, result, songs, looksAgain: !tuned);

            metrics.Forgotten(read.Source);
            return new RecommendationOutcome.Forgotten();
        }

        // Nothing changed where no model read the photo.
        Task<RankedSongs> RankAsync() => read.Source == local.Source && drafting is not null ? drafting : speculation.RankAsync(analysis);
    }

    private RecommendationOutcome.NoCandidates None(VibeAnalysis analysis, RankedSongs songs)
    {
        metrics.NoCandidates(analysis.Source);
        return new RecommendationOutcome.NoCandidates(analysis, songs.Sources);
    }

    private RecommendationOutcome.Recommended End(PreparedPhoto photo, RecommendationResult result, RankedSongs? songs, bool looksAgain)
    {
        if (looksAgain)
            secondLooks.Offer(result.SessionId, photo, result.Analysis);
        metrics.Recommended(result.Analysis.Source);
        if (songs is not null)
            LogRecommended(result.Analysis.MoodCategory, result.Analysis.Source, songs.Counts.Offered, songs.Counts.Filtered, songs.Tracks.Count, songs.Relaxed.Count);
        return new RecommendationOutcome.Recommended(result);
    }

    // What fails here fails again where it is awaited.
    private async Task FetchEarlyAsync(Speculation speculation, Task<VibeAnalysis?> early, Preferences preferences)
    {
        try
        {
            if (await early is { } analysis)
                await speculation.FetchAsync(wishes.Apply(analysis, preferences));
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            LogNotFetched(fault.GetType().Name);
        }
    }

    private PreparedPhoto Open(ReadOnlyMemory<byte> bytes)
    {
        using (metrics.StartStage("intake"))
            return intake.Open(bytes);
    }

    private async ValueTask<(T? Value, RecommendationStep? Rejected)> UnlessRejectedAsync<T>(Func<Task<T>> work)
        where T : class
    {
        try
        {
            return (await work(), null);
        }
        catch (PhotoRejectedException rejected)
        {
            metrics.Rejected(rejected.Rejection.Problem.ToString());
            LogRejected(rejected.Rejection.Problem, rejected.InnerException?.GetType().Name ?? "by our own checks");
            return (null, new RecommendationStep.Ended(new RecommendationOutcome.PhotoRejected(rejected.Rejection)));
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Songs for what a model said first were not fetched ({Fault})")]
    private partial void LogNotFetched(string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Photo rejected: {Problem} ({Fault})")]
    private partial void LogRejected(PhotoProblem problem, string fault);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Recommended for a {Mood} photo read by {Source}: {Offered} offered, {Filtered} filtered, {Ranked} ranked, {Relaxed} rules relaxed")]
    private partial void LogRecommended(MoodCategory mood, string source, int offered, int filtered, int ranked, int relaxed);
}
