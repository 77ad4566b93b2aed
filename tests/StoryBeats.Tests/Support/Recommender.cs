using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Catalog;
using StoryBeats.Learning;
using StoryBeats.Photos;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Retrieval;
using StoryBeats.Sessions;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Support;

/// <summary>The whole recommender of real parts, but for the two seams.</summary>
internal sealed class Recommender : IDisposable
{
    private readonly CuratedArtistsFile _curated = new(new DataFiles(null), NullLogger<CuratedArtistsFile>.Instance);

    public Recommender(ICandidateSource source, IVibeAnalyzer? analyzer = null)
    {
        var ranking = Options.Create(new RankingOptions());
        Sessions = new InMemorySessionStore(Clock);
        Ranker = new SongRanker(
            Data.Lexicon, new ArtistSelector(_curated), new CandidateRetriever([source], Metering.Metrics, NullLogger<CandidateRetriever>.Instance), new TrackScorer(new AudioFeatureEstimator(Data.Groups)),
            Metering.Metrics, Clock, ranking);
        More = new MoreSongs(Sessions, Ranker, new NoTasteSource(), Clock);
        Pipeline = new RecommendationPipeline(
            new PhotoIntake(Options.Create(new PhotoLimits()), new PhotoFingerprinter()), analyzer ?? new FixedAnalyzer(Analyses.Plain),
            new VibeMapping(Data.Lexicon), Ranker, Sessions, new NoTasteSource(), Clock, Metering.Metrics, ranking, NullLogger<RecommendationPipeline>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(Songs.Today.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero));

    public Metering Metering { get; } = new();

    public ISessionStore Sessions { get; }

    public SongRanker Ranker { get; }

    public MoreSongs More { get; }

    public RecommendationPipeline Pipeline { get; }

    public void Dispose()
    {
        _curated.Dispose();
        Metering.Dispose();
    }
}
