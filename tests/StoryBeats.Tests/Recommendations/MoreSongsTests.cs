using StoryBeats.Catalog;
using StoryBeats.Recommendations;
using StoryBeats.Sessions;
using StoryBeats.Tests.Support;

namespace StoryBeats.Tests.Recommendations;

public sealed class MoreSongsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_of_five_go_on_beyond_thirty_without_a_repeat_until_every_song_was_shown()
    {
        using var recommender = new Recommender(new ListSource(Many(73)));
        var first = await RecommendAsync(recommender);
        var shown = first.Songs.Ids().ToList();
        var pages = new List<MoreSongsResult>();

        while (await recommender.More.NextAsync(first.SessionId, Cancellation) is { Songs.Count: > 0 } page)
        {
            pages.Add(page);
            shown.AddRange(page.Songs.Ids());
        }

        shown.Count.ShouldBe(73);
        shown.ShouldBeUnique(StringComparer.Ordinal);
        pages.Select(page => page.Songs.Count).ShouldBe([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 3]);
        pages.Select(page => page.Remaining).ShouldBe([20, 15, 10, 5, 0, 25, 20, 15, 10, 5, 0, 8, 3, 0]);
        pages.Select((page, index) => (page.FromFirstRanking, index)).Where(page => !page.FromFirstRanking).Select(page => page.index).ShouldBe([5, 11]);
    }

    [Fact]
    public async Task A_song_does_not_come_again_under_another_id_when_the_catalogue_leaves_out_what_was_shown()
    {
        Track[] tracks = [.. Many(6), Songs.Track("live", "Artist s00", "Title s00 - Live"), Songs.Track("again", isrc: "USRC17607839")];
        tracks[1] = tracks[1] with { Isrc = Isrc.Parse("USRC17607839") };
        using var recommender = new Recommender(new ListSource(tracks, honoursRequest: true));
        var first = await RecommendAsync(recommender);

        var second = await recommender.More.NextAsync(first.SessionId, Cancellation);
        var third = await recommender.More.NextAsync(first.SessionId, Cancellation);

        first.Songs.Concat(second!.Songs).Ids().ShouldBe(["s00", "s01", "s02", "s03", "s04", "s05"], ignoreOrder: true);
        third.ShouldNotBeNull().Songs.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_gave_way_in_a_fresh_ranking_is_said_and_counted()
    {
        using var recommender = new Recommender(new ListSource([.. Many(30), Songs.Track("loud", popularity: 99)]));
        var first = await RecommendAsync(recommender, new Preferences { Languages = [Languages.English] });
        MoreSongsResult? page = null;

        for (var pages = 0; pages < 6; pages++)
            page = await recommender.More.NextAsync(first.SessionId, Cancellation);

        page.ShouldNotBeNull().Songs.Ids().ShouldBe(["loud"]);
        page.Relaxed.ShouldContain(relaxation => relaxation.Filter == "popularity");
        recommender.Metering.Sum("storybeats.filters.relaxed", "filter", "popularity").ShouldBe(1);
    }

    [Fact]
    public async Task Songs_that_the_visitor_excluded_stay_out_of_later_pages()
    {
        using var recommender = new Recommender(new ListSource(Many(12)));
        var first = await RecommendAsync(recommender, new Preferences { Excluded = new HashSet<TrackId> { new("s03") } });

        var shown = first.Songs.Ids().ToList();
        while (await recommender.More.NextAsync(first.SessionId, Cancellation) is { Songs.Count: > 0 } page)
            shown.AddRange(page.Songs.Ids());

        shown.Count.ShouldBe(11);
        shown.ShouldNotContain("s03", StringComparer.Ordinal);
    }

    [Fact]
    public async Task When_nothing_is_left_the_page_is_empty_and_stays_so()
    {
        using var recommender = new Recommender(new ListSource(Many(5)));
        var first = await RecommendAsync(recommender);

        var second = await recommender.More.NextAsync(first.SessionId, Cancellation);
        var third = await recommender.More.NextAsync(first.SessionId, Cancellation);

        second.ShouldNotBeNull().Songs.ShouldBeEmpty();
        second.Remaining.ShouldBe(0);
        third.ShouldNotBeNull().Songs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_visitors_of_one_session_at_once_never_get_a_song_twice()
    {
        using var recommender = new Recommender(new ListSource(Many(60)));
        var first = await RecommendAsync(recommender);

        var pages = await Task.WhenAll(Enumerable.Range(0, 11).Select(_ =>
            Task.Run(async () => await recommender.More.NextAsync(first.SessionId, Cancellation), Cancellation)));

        var shown = first.Songs.Ids().Concat(pages.SelectMany(page => page!.Songs.Ids())).ToList();
        shown.ShouldBeUnique(StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_unknown_session_is_null()
    {
        using var recommender = new Recommender(new ListSource(Many(5)));

        var more = await recommender.More.NextAsync(SessionId.New(), Cancellation);

        more.ShouldBeNull();
    }

    [Fact]
    public async Task An_expired_session_is_null()
    {
        using var recommender = new Recommender(new ListSource(Many(10)));
        var first = await RecommendAsync(recommender);
        recommender.Clock.Advance(TimeSpan.FromHours(1.01));

        var more = await recommender.More.NextAsync(first.SessionId, Cancellation);

        more.ShouldBeNull();
    }

    private static async Task<RecommendationResult> RecommendAsync(Recommender recommender, Preferences? preferences = null)
    {
        var request = new RecommendationRequest { Photo = SmallPhoto.Png, Preferences = preferences ?? new Preferences() };
        var outcome = await recommender.Pipeline.RecommendAsync(request, Cancellation);
        return outcome.ShouldBeOfType<RecommendationOutcome.Recommended>().Result;
    }

    private static IEnumerable<Track> Many(int count) => Enumerable.Range(0, count).Select(i => Songs.Track($"s{i:00}"));
}
