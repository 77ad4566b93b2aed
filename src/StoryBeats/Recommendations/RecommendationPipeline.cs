using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryBeats.Learning;
using StoryBeats.Photos;
using StoryBeats.Sessions;
using StoryBeats.Telemetry;
using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>The whole flow: a photo is checked, read, and answered with songs, in one direction.</summary>
public sealed partial class RecommendationPipeline(
    PhotoIntake intake,
    IVibeAnalyzer analyzer,
    VibeMapping mapping,
    SongRanker ranker,
    ISessionStore sessions,
    ITasteSource tastes,
    TimeProvider clock,
    StoryBeatsMetrics metrics,
    IOptions<RankingOptions> options,
    ILogger<RecommendationPipeline> logger)
{
    /// <summary>Answers one photo and opens a session for more.</summary>
    public async ValueTask<RecommendationOutcome> RecommendAsync(RecommendationRequest request, CancellationToken cancellationToken)
    {
        PreparedPhoto photo;
        VibeAnalysis analysis;
        try
        {
            photo = Open(request.Photo);
            analysis = Wish(await ReadAsync(photo, cancellationToken), request.Preferences);
        }
        catch (PhotoRejectedException rejected)
        {
            metrics.Rejected(rejected.Rejection.Problem.ToString());
            LogRejected(rejected.Rejection.Problem, rejected.InnerException?.GetType().Name ?? "by our own checks");
            return new RecommendationOutcome.PhotoRejected(rejected.Rejection);
        }

        var taste = await tastes.ForAsync(request.Visit.Visitor, session: null, analysis.MoodCategory, cancellationToken);
        var seed = photo.Fingerprint.Seed;
        var songs = await ranker.RankAsync(analysis, request.Preferences, taste, seed, shown: [], cancellationToken);
        if (songs.Tracks.Count == 0)
        {
            metrics.NoCandidates(analysis.Source);
            return new RecommendationOutcome.NoCandidates(analysis, songs.Sources);
        }

        var shown = Math.Clamp(request.Count, 1, songs.Tracks.Count);
        var session = new RecommendationSession
        {
            Id = SessionId.New(),
            Visit = request.Visit,
            Created = clock.GetUtcNow(),
            Seed = seed,
            Analysis = analysis,
            Preferences = request.Preferences,
            Ranked = songs.Tracks,
            Shown = shown,
        };
        await sessions.AddAsync(session, cancellationToken);

        metrics.Recommended(analysis.Source);
        LogRecommended(analysis.MoodCategory, analysis.Source, songs.Counts.Offered, songs.Counts.Filtered, songs.Tracks.Count, songs.Relaxed.Count);
        return new RecommendationOutcome.Recommended(new RecommendationResult(
            session.Id, analysis, [.. songs.Tracks.Take(shown)], [.. songs.Tracks.Skip(shown)], songs.Relaxed, options.Value.Profile, songs.Counts, songs.Today, songs.Sources));
    }

    private PreparedPhoto Open(ReadOnlyMemory<byte> bytes)
    {
        using (metrics.StartStage("intake"))
            return intake.Open(bytes);
    }

    private async ValueTask<VibeAnalysis> ReadAsync(PreparedPhoto photo, CancellationToken cancellationToken)
    {
        using (metrics.StartStage("vision"))
            return await analyzer.AnalyzeAsync(photo, cancellationToken);
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Photo rejected: {Problem} ({Fault})")]
    private partial void LogRejected(PhotoProblem problem, string fault);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Recommended for a {Mood} photo read by {Source}: {Offered} offered, {Filtered} filtered, {Ranked} ranked, {Relaxed} rules relaxed")]
    private partial void LogRecommended(MoodCategory mood, string source, int offered, int filtered, int ranked, int relaxed);
}
