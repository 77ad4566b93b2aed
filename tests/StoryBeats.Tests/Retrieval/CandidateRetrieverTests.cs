using Microsoft.Extensions.Logging.Abstractions;
using StoryBeats.Catalog;
using StoryBeats.Retrieval;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Retrieval;

public sealed class CandidateRetrieverTests
{
    [Theory]
    [InlineData("same id", "1", "A", "Song", null, "1", "B", "Other", null)]
    [InlineData("same ISRC", "1", "A", "Song", "USRC17607839", "2", "B", "Other", "us-rc1-76-07839")]
    [InlineData("remastered", "1", "A", "Song", null, "2", "A", "Song (Remastered 2011)", null)]
    [InlineData("live", "1", "A", "Song", null, "2", "A", "Song - Live", null)]
    [InlineData("featuring", "1", "A", "Song", null, "2", "A", "Song feat. B", null)]
    [InlineData("accents", "1", "Beyoncé", "Déjà Vu", null, "2", "BEYONCE", "Deja Vu", null)]
    public async Task One_song_stays_once_and_the_first_offer_wins(
        string why, string id, string artist, string title, string? isrc, string otherId, string otherArtist, string otherTitle, string? otherIsrc)
    {
        var first = Songs.Track(id, artist, title, isrc: isrc);
        var second = Songs.Track(otherId, otherArtist, otherTitle, isrc: otherIsrc);

        var result = await RetrieveAsync([first], [second]);

        result.Candidates.ShouldHaveSingleItem(why).Track.ShouldBeSameAs(first);
        (result.Offered, result.Duplicates).ShouldBe((2, 1));
    }

    [Theory]
    [InlineData("1", "A", "Song", "2", "B", "Song")]
    [InlineData("1", "A", "Song", "2", "A", "Song Two")]
    public async Task Different_songs_both_stay(string id, string artist, string title, string otherId, string otherArtist, string otherTitle)
    {
        var result = await RetrieveAsync([Songs.Track(id, artist, title)], [Songs.Track(otherId, otherArtist, otherTitle)]);

        result.Candidates.Select(candidate => candidate.Track.Id.Value).ShouldBe([id, otherId]);
        result.Duplicates.ShouldBe(0);
    }

    [Fact]
    public async Task A_chain_of_likeness_is_one_song()
    {
        var byIsrc = Songs.Track("1", "A", "Song", isrc: "USRC17607839");
        var sameIsrcOtherTitle = Songs.Track("2", "A", "Song, Pt. 1", isrc: "USRC17607839");
        var sameTitleAsSecond = Songs.Track("3", "A", "Song, Pt. 1");

        var result = await RetrieveAsync([byIsrc, sameIsrcOtherTitle, sameTitleAsSecond]);

        result.Candidates.ShouldHaveSingleItem().Track.ShouldBeSameAs(byIsrc);
    }

    [Fact]
    public async Task Excluded_songs_are_dropped_together_with_their_other_versions()
    {
        var excluded = Songs.Track("1", "A", "Song");
        var live = Songs.Track("2", "A", "Song - Live");
        var other = Songs.Track("3");

        var result = await RetrieveAsync(Request() with { Excluded = new HashSet<TrackId> { new("1") } }, [excluded, live, other]);

        result.Candidates.ShouldHaveSingleItem().Track.ShouldBeSameAs(other);
    }

    [Fact]
    public async Task The_order_of_the_sources_is_kept()
    {
        var result = await RetrieveAsync([Songs.Track("b"), Songs.Track("a")], [Songs.Track("c")]);

        result.Candidates.Select(candidate => candidate.Track.Id.Value).ShouldBe(["b", "a", "c"]);
        result.Candidates.ShouldAllBe(candidate => candidate.Source == "list");
    }

    [Fact]
    public async Task Without_sources_there_are_no_candidates()
    {
        var result = await RetrieveAsync();

        result.ShouldSatisfyAllConditions(
            () => result.Candidates.ShouldBeEmpty(),
            () => result.Offered.ShouldBe(0));
    }

    [Fact]
    public async Task A_source_that_fails_costs_its_own_songs_alone_and_is_reported()
    {
        var result = await RetrieveAsync(Request(), new FailingSource(), new ListSource([Songs.Track("kept")]));

        result.Candidates.Select(candidate => candidate.Track.Id.Value).ShouldBe(["kept"]);
        result.Sources.Select(source => (source.Source, source.Status, source.Offered)).ShouldBe(
            [("failing", SourceStatus.Failed, 0), ("list", SourceStatus.Complete, 1)]);
        result.Sources[0].Message.ShouldBe("failing could not be asked just now.");
    }

    [Fact]
    public async Task A_source_that_has_no_songs_is_neither_asked_nor_reported()
    {
        var result = await RetrieveAsync(Request(), new FailingSource { HasSongs = false }, new ListSource([Songs.Track("kept")]));

        result.Sources.Select(source => source.Source).ShouldBe(["list"]);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_no_failure_of_a_source()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        using var metering = new Metering();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await new CandidateRetriever([new ListSource([])], metering.Metrics, NullLogger<CandidateRetriever>.Instance).RetrieveAsync(Request(), cancelled.Token));
    }

    private static ValueTask<RetrievalResult> RetrieveAsync(params Track[][] sources) => RetrieveAsync(Request(), sources);

    private static ValueTask<RetrievalResult> RetrieveAsync(RetrievalRequest request, params Track[][] sources) =>
        RetrieveAsync(request, [.. sources.Select(tracks => new ListSource(tracks))]);

    private static async ValueTask<RetrievalResult> RetrieveAsync(RetrievalRequest request, params ICandidateSource[] sources)
    {
        using var metering = new Metering();
        return await new CandidateRetriever(sources, metering.Metrics, NullLogger<CandidateRetriever>.Instance)
            .RetrieveAsync(request, TestContext.Current.CancellationToken);
    }

    private static RetrievalRequest Request() => new()
    {
        Mood = MoodCategory.Happy,
        Target = Songs.Middle,
        Languages = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Languages.English },
        Artists = [],
        Today = Songs.Today,
    };

    private sealed class FailingSource : ICandidateSource
    {
        public string Name => "failing";

        public bool HasSongs { get; init; } = true;

        public ValueTask<SourceAnswer> GetCandidatesAsync(RetrievalRequest request, CancellationToken cancellationToken) =>
            throw new InvalidDataException("This source is broken.");
    }
}
