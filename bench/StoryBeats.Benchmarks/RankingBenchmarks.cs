using BenchmarkDotNet.Attributes;
using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Ranking;
using StoryBeats.Reranking;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Benchmarks;

/// <summary>Score, filter and re-rank 1,500 candidates.</summary>
[MemoryDiagnoser]
public class RankingBenchmarks
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private readonly LanguageMix _mix = LanguageMix.For(CulturalVibe.Global, leaning: 0);
    private TrackScorer _scorer = null!;
    private IReadOnlyList<CandidateTrack> _candidates = null!;

    [GlobalSetup]
    public void Setup()
    {
        _scorer = new TrackScorer(new AudioFeatureEstimator(
            FeatureModelFile.Load(Path.Combine(DataFiles.Models, FeatureModelFile.FileName)), ArtistGroups.Load(Path.Combine(DataFiles.BuiltIn, "artist-groups.json"))));
        _candidates = [.. StarterCatalogue.Load(Path.Combine(DataFiles.BuiltIn, StarterCatalogue.FileName))
            .Where(track => _mix.Languages.Contains(track.Language)).Take(1500).Select(track => new CandidateTrack(track, "embedded"))];
    }

    [Benchmark]
    public int Rank()
    {
        var scored = _scorer.Score(_candidates, MoodProfile.For(MoodCategory.Dreamy).Typical, MoodCategory.Dreamy, Today, ScoringProfile.Classic);
        var filtered = TrackFilter.Apply(scored, ScoringProfile.Classic, DiversityReranker.PerArtist);
        return DiversityReranker.Rerank(filtered.Tracks, _mix).Tracks.Count;
    }
}
