using Microsoft.Extensions.Logging.Abstractions;
using StoryBeats.Catalog;
using StoryBeats.Learning.Simulation;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;
using StoryBeats.Tests.Support;

namespace StoryBeats.Tests.Learning;

/// <summary>The simulation on a made-up catalogue.</summary>
internal sealed class SmallSimulation : IDisposable
{
    private readonly Recommender _recommender;
    private readonly CuratedArtistsFile _curated = new(new DataFiles(null), NullLogger<CuratedArtistsFile>.Instance);

    public SmallSimulation(ScoringProfile? profile = null)
    {
        _recommender = new Recommender(new MoodSource(), profile: profile ?? ScoringProfile.Classic);
        Simulation = new TasteSimulation(
            _recommender.Ranker, new CandidateRetriever([new MoodSource()], _recommender.Metering.Metrics, NullLogger<CandidateRetriever>.Instance), new ArtistSelector(_curated), new TrackScorer(Data.Estimator));
    }

    public TasteSimulation Simulation { get; }

    public Task<SimulationReport> RunAsync(int visitors, int sessions, int seed, params IReadOnlyList<SimulatedPolicy> policies) =>
        Simulation.RunAsync(
            new SimulationOptions { Visitors = visitors, Sessions = sessions, Seed = seed }, policies, progress: null, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _recommender.Dispose();
        _curated.Dispose();
    }
}
