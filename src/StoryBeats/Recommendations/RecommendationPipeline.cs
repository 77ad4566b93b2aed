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
    VibeAnalyzerChain chain,
    VibeMapping mapping,
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

        var seed = opened.Fingerprint.Seed;
        var speculation = new Speculation(ranker, tastes, clock, request, seed, cancellationToken);
        Task<RankedSongs>? drafting = null;
        RecommendationResult? shown = null;
        if (!reading.Final.IsCompleted)
        {
            var draft = Wish(local, request.Preferences);
            drafting = speculation.RankAsync(draft);
            _ = FetchEarlyAsync(speculation, reading.Early, request.Preferences);
            if (showsDraft)
                yield return new RecommendationStep.Read(draft, IsDraft: true);
            // Whoever is last keeps nobody waiting.
            if (await Task.WhenAny(drafting, reading.Final) == drafting && await drafting is { Tracks.Count: > 0 } drafted && showsDraft)
            {
                shown = await sessions.OpenAsync(request, draft, drafted, seed, cancellationToken);
                yield return new RecommendationStep.Drafted(shown);
            }
        }

        (var read, rejected) = await UnlessRejectedAsync(() => reading.Final);
        if (read is null)
        {
            yield return rejected!;
            yield break;
        }

        var analysis = Wish(read, request.Preferences);
        if (showsDraft)
            yield return new RecommendationStep.Read(analysis, IsDraft: false);
        // Nothing changed where no model read the photo.
        var songs = await (read.Source == local.Source && drafting is not null ? drafting : speculation.RankAsync(analysis));
        yield return new RecommendationStep.Ended(await EndAsync(request, opened, analysis, songs, shown, seed, cancellationToken));
    }

    private async ValueTask<RecommendationOutcome> EndAsync(
        RecommendationRequest request, PreparedPhoto photo, VibeAnalysis analysis, RankedSongs songs, RecommendationResult? draft, int seed, CancellationToken cancellationToken)
    {
        if (songs.Tracks.Count == 0)
        {
            metrics.NoCandidates(analysis.Source);
            // Songs that are on show already stay.
            return draft is null ? new RecommendationOutcome.NoCandidates(analysis, songs.Sources) : new RecommendationOutcome.Recommended(draft);
        }

        var result = draft is null
            ? await sessions.OpenAsync(request, analysis, songs, seed, cancellationToken)
            : await sessions.ReviseAsync(draft, analysis, songs, cancellationToken);
        if (result is null)
        {
            metrics.Forgotten(analysis.Source);
            return new RecommendationOutcome.Forgotten();
        }

        secondLooks.Offer(result.SessionId, photo, result.Analysis);
        metrics.Recommended(analysis.Source);
        LogRecommended(analysis.MoodCategory, analysis.Source, songs.Counts.Offered, songs.Counts.Filtered, songs.Tracks.Count, songs.Relaxed.Count);
        return new RecommendationOutcome.Recommended(result);
    }

    // What fails here fails again where it is awaited.
    private async Task FetchEarlyAsync(Speculation speculation, Task<VibeAnalysis?> early, Preferences preferences)
    {
        try
        {
            if (await early is { } analysis)
                await speculation.FetchAsync(Wish(analysis, preferences));
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

    // The image's own evidence of culture comes first, then the visitor's language, then none.
    private VibeAnalysis Wish(VibeAnalysis analysis, Preferences preferences)
    {
        var wished = mapping.Retarget(analysis, preferences.Energy, preferences.Valence);
        return wished with
        {
            Target = wished.Target with { Tempo = MoodProfile.For(wished.MoodCategory).PinTempo(wished.Target.Tempo, wished.Target.Energy) },
            CulturalVibe = analysis.CulturalVibe ?? VisitorLanguage.Vibe(preferences.VisitorLanguage) ?? CulturalVibe.Global,
        };
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Songs for what a model said first were not fetched ({Fault})")]
    private partial void LogNotFetched(string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Photo rejected: {Problem} ({Fault})")]
    private partial void LogRejected(PhotoProblem problem, string fault);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Recommended for a {Mood} photo read by {Source}: {Offered} offered, {Filtered} filtered, {Ranked} ranked, {Relaxed} rules relaxed")]
    private partial void LogRecommended(MoodCategory mood, string source, int offered, int filtered, int ranked, int relaxed);
}
