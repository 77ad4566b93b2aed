using StoryBeats.Catalog;
using StoryBeats.Providers.Caching;
using StoryBeats.Retrieval;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Tests.Caching;

public sealed class CachingCandidateSourceTests : IDisposable
{
    private readonly FusionCache _cache = new(new FusionCacheOptions());
    private readonly CountingSource _inner = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task The_same_vibe_and_one_much_alike_are_retrieved_once()
    {
        var source = new CachingCandidateSource(_inner, _cache);
        var request = Request();

        var first = await source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        var same = await source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        var alike = await source.GetCandidatesAsync(request with { Target = request.Target with { Energy = .51, Tempo = 101 } }, TestContext.Current.CancellationToken);

        _inner.Count.ShouldBe(1);
        same.Candidates.ShouldBe(first.Candidates);
        alike.Candidates.ShouldBe(first.Candidates);
        first.Candidates.ShouldAllBe(candidate => candidate.Source == "counting");
    }

    public static TheoryData<string> Differences => ["mood", "sound", "tempo", "languages", "artists", "day"];

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task What_matters_is_retrieved_anew(string difference)
    {
        var source = new CachingCandidateSource(_inner, _cache);
        var request = Request();
        await source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);

        await source.GetCandidatesAsync(
            difference switch
            {
                "mood" => request with { Mood = MoodCategory.Moody },
                "sound" => request with { Target = request.Target with { Valence = .6 } },
                "tempo" => request with { Target = request.Target with { Tempo = 110 } },
                "languages" => request with { Languages = new HashSet<string>(StringComparer.Ordinal) { Languages.Hindi } },
                "artists" => request with { Artists = [new SelectedArtist("Another", Languages.English)] },
                _ => request with { Today = request.Today.AddDays(1) },
            },
            TestContext.Current.CancellationToken);

        _inner.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_a_visitor_does_not_want_is_taken_out_after_the_cache()
    {
        var source = new CachingCandidateSource(_inner, _cache);
        var unwanted = Request() with { Excluded = new HashSet<TrackId> { new("1") } };

        var without = await source.GetCandidatesAsync(unwanted, TestContext.Current.CancellationToken);
        var with = await source.GetCandidatesAsync(Request(), TestContext.Current.CancellationToken);

        without.Candidates.ShouldHaveSingleItem().Track.Id.ShouldBe(new TrackId("2"));
        with.Candidates.Count.ShouldBe(2);
        _inner.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(SourceStatus.Partial)]
    [InlineData(SourceStatus.Stale)]
    [InlineData(SourceStatus.Failed)]
    public async Task An_answer_that_is_not_whole_is_not_kept(SourceStatus status)
    {
        _inner.Status = status;
        var source = new CachingCandidateSource(_inner, _cache);

        var answer = await source.GetCandidatesAsync(Request(), TestContext.Current.CancellationToken);
        await source.GetCandidatesAsync(Request(), TestContext.Current.CancellationToken);

        answer.Status.ShouldBe(status);
        answer.Message.ShouldBe("why");
        _inner.Count.ShouldBe(2);
    }

    private static RetrievalRequest Request() => new()
    {
        Mood = MoodCategory.Happy,
        Target = new AudioFeatures(.5, .5, .5, .5, .5, 100),
        Languages = new HashSet<string>(StringComparer.Ordinal) { Languages.English },
        Artists = [new SelectedArtist("Phoenix", Languages.English)],
        Today = new DateOnly(2026, 11, 25),
    };

    private sealed class CountingSource : ICandidateSource
    {
        public int Count { get; private set; }

        public SourceStatus Status { get; set; }

        public string Name => "counting";

        public ValueTask<SourceAnswer> GetCandidatesAsync(RetrievalRequest request, CancellationToken cancellationToken)
        {
            Count++;
            return ValueTask.FromResult(new SourceAnswer(
                [.. ((string[])["1", "2"]).Select(id => new CandidateTrack(new Track { Id = new TrackId(id), Title = id, Artist = "Phoenix", Language = Languages.English }, Name))],
                Status,
                Status is SourceStatus.Complete ? null : "why"));
        }
    }
}
