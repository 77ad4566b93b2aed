using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Catalog;
using StoryBeats.Learning;
using StoryBeats.Learning.Simulation;
using StoryBeats.Outages;
using StoryBeats.Photos;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Retrieval;
using StoryBeats.SecondLook;
using StoryBeats.Sessions;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Support;

/// <summary>The whole recommender of real parts, but for the two seams.</summary>
internal sealed class Recommender : IDisposable
{
    /// <summary>Photos that are decoded at once.</summary>
    public const int Places = 4;

    private readonly CuratedArtistsFile _curated = new(new DataFiles(null), NullLogger<CuratedArtistsFile>.Instance);

    public Recommender(ICandidateSource source, IVibeAnalyzer? analyzer = null, IReadOnlyList<IVibeReader>? readers = null, ISongJudge? judge = null, ScoringProfile? profile = null)
    {
        var ranking = Options.Create(new RankingOptions { Profile = (profile ?? ScoringProfile.Matched).Name });
        Parts = new Parts(Metering.Metrics);
        Sessions = new InMemorySessionStore(Clock);
        Ranker = new SongRanker(
            Data.Lexicon, new ArtistSelector(_curated), new CandidateRetriever([source], Metering.Metrics, NullLogger<CandidateRetriever>.Instance), new TrackScorer(Data.Estimator),
            Metering.Metrics, Clock, ranking);
        var wishes = new Wishes(new VibeMapping(Data.Lexicon));
        More = new MoreSongs(Sessions, Ranker, new NoTasteSource(), Clock, Parts);
        var again = Options.Create(new SecondLookOptions { QueueCapacity = 1, AtOnce = 2 });
        Gate = new PhotoGate(Options.Create(new PhotoLimits { MaxConcurrent = Places }), Metering.Metrics);
        SecondLooks = new SecondLooks(again, judge is null ? [] : [judge], Gate, Metering.Metrics, NullLogger<SecondLooks>.Instance);
        Refinement = new Refinement(Sessions, wishes, Ranker, new NoTasteSource(), Feedback, SecondLooks, Clock, Parts);
        Looker = new SecondLooker(SecondLooks, Sessions, again, Clock, NullLogger<SecondLooker>.Instance);
        var chain = new VibeAnalyzerChain(
            analyzer ?? new FixedAnalyzer(Analyses.Plain), readers ?? [], new VibeCompletion(Data.Lexicon), Options.Create(new VisionOptions()), Clock,
            Metering.Metrics, NullLogger<VibeAnalyzerChain>.Instance);
        Pipeline = new RecommendationPipeline(
            new PhotoIntake(Options.Create(new PhotoLimits()), new PhotoFingerprinter()), Gate, chain, wishes, Ranker,
            new SessionOpener(Sessions, Clock, ranking, Parts), new NoTasteSource(), Clock, SecondLooks, Metering.Metrics, NullLogger<RecommendationPipeline>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(Songs.Today.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero));

    public Metering Metering { get; } = new();

    public Parts Parts { get; }

    public PhotoGate Gate { get; }

    public ISessionStore Sessions { get; }

    public SongRanker Ranker { get; }

    public MoreSongs More { get; }

    public SimulatedFeedback Feedback { get; } = new();

    public Refinement Refinement { get; }

    public RecommendationPipeline Pipeline { get; }

    public SecondLooks SecondLooks { get; }

    public SecondLooker Looker { get; }

    public void Dispose()
    {
        _curated.Dispose();
        Metering.Dispose();
    }
}
