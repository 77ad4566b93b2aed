using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Storage.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Storage.Tests.Stores;

public abstract class FeedbackReportsTests : StorageTests
{
    private protected FeedbackReportsTests(TestDatabase database)
        : base(database)
    {
    }

    private IFeedbackReports Reports => App.Get<IFeedbackReports>();

    [Fact]
    public async Task An_empty_database_reports_zeros_for_every_mood_and_hour()
    {
        var totals = await Reports.TotalsAsync(Cancellation);
        var insights = await InsightsAsync();

        totals.ShouldBe(new FeedbackTotals(0, 0));
        totals.LikeRate.ShouldBeNull();
        insights.ByMood.Select(sum => sum.Name).ShouldBe(Enum.GetNames<MoodCategory>().Select(name => name.ToLowerInvariant()));
        insights.ByHour.Select(sum => sum.Name).ShouldBe(Enumerable.Range(0, 24).Select(hour => $"{hour:00}"));
        insights.ByMood.Concat(insights.ByHour).ShouldAllBe(sum => sum.Shown + sum.Likes + sum.Dislikes + sum.Plays + sum.Clicks == 0);
        insights.ByArtist.ShouldBeEmpty();
        insights.LowMoods.ShouldBeEmpty();
        insights.OftenDisliked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sums_count_by_mood_artist_language_and_hour()
    {
        var session = await AddSessionAsync(shown: 3, mood: MoodCategory.Happy, language: "Hindi", artist: song => song < 2 ? "Arijit" : "Shreya");
        await App.Feedback.SaveAsync(session.Signal(Now, song: 0), Cancellation);
        await App.Feedback.SaveAsync(session.Signal(Now, song: 1, weight: -1, reason: FeedbackReason.TooSlow), Cancellation);
        await App.Feedback.SaveAsync(session.Signal(Now, song: 0, signal: FeedbackSignal.PreviewPlay), Cancellation);
        await App.Feedback.SaveAsync(session.Signal(Now, song: 2, weight: 2, signal: FeedbackSignal.SpotifyClick), Cancellation);
        await App.Feedback.SaveAsync(session.Signal(Now, song: null, signal: FeedbackSignal.LoadMore), Cancellation);

        var insights = await InsightsAsync();

        (insights.Sessions, insights.SongsShown, insights.Totals).ShouldBe((1, 3, new FeedbackTotals(1, 1)));
        insights.ByMood.Single(sum => sum.Shown > 0).ShouldBe(new FeedbackSum("happy", 3, 1, 1, 1, 1));
        insights.ByArtist.ShouldBe([new FeedbackSum("Arijit", 2, 1, 1, 1, 0), new FeedbackSum("Shreya", 1, 0, 0, 0, 1)]);
        insights.ByLanguage.ShouldBe([new FeedbackSum("Hindi", 3, 1, 1, 1, 1)]);
        insights.ByHour.Single(sum => sum.Shown > 0).ShouldBe(new FeedbackSum("10", 3, 1, 1, 1, 1));
        insights.Reasons.ShouldBe([new ReasonCount(FeedbackReason.TooSlow, 1)]);
        (await Reports.TotalsAsync(Cancellation)).ShouldBe(new FeedbackTotals(1, 1));
    }

    [Fact]
    public async Task Songs_that_flicked_past_while_tuning_count_as_shown_only_when_something_was_said_about_them()
    {
        var session = await AddSessionAsync(shown: 2);
        await TuneAsync(session.Id, "a", "b");
        await TuneAsync(session.Id, "c");
        (await InsightsAsync()).SongsShown.ShouldBe(3);

        await LikeTunedAsync(session, "b");

        var insights = await InsightsAsync();
        insights.SongsShown.ShouldBe(4);
        insights.ByMood.Sum(sum => sum.Shown).ShouldBe(4);
    }

    [Fact]
    public async Task What_came_before_is_left_out_of_insights_and_not_of_totals()
    {
        var old = await AddSessionAsync();
        await App.Feedback.SaveAsync(old.Signal(Now), Cancellation);
        Clock.Advance(TimeSpan.FromDays(2));

        var insights = await InsightsAsync(Now - TimeSpan.FromDays(1));

        (insights.Sessions, insights.SongsShown, insights.Totals.Total).ShouldBe((0, 0, 0));
        (await Reports.TotalsAsync(Cancellation)).Likes.ShouldBe(1);
    }

    [Fact]
    public async Task A_mood_is_low_when_its_like_rate_is_clearly_below_the_rest()
    {
        await ReactAsync(MoodCategory.Happy, likes: 30, dislikes: 2);
        await ReactAsync(MoodCategory.Moody, likes: 1, dislikes: 15);
        await ReactAsync(MoodCategory.Dreamy, likes: 1, dislikes: 1);

        var insights = await InsightsAsync();

        insights.LowMoods.Select(mood => mood.Name).ShouldBe(["moody"]);
    }

    [Fact]
    public async Task An_artist_is_often_disliked_when_three_sessions_say_so()
    {
        for (var i = 0; i < 3; i++)
        {
            var session = await AddSessionAsync(artist: song => song == 0 ? "Disliked" : song == 1 ? "Loved" : "Seldom");
            await App.Feedback.SaveAsync(session.Signal(Now, song: 0, weight: -1), Cancellation);
            await App.Feedback.SaveAsync(session.Signal(Now, song: 1), Cancellation);
            if (i == 0)
            {
                await App.Feedback.SaveAsync(session.Signal(Now, song: 2, weight: -1), Cancellation);
                await App.Feedback.SaveAsync(session.Signal(Now, song: 3, weight: -1), Cancellation);
                await App.Feedback.SaveAsync(session.Signal(Now, song: 4, weight: -1), Cancellation);
            }
        }

        var insights = await InsightsAsync();

        insights.OftenDisliked.ShouldBe([new FeedbackSum("Disliked", 3, 0, 3, 0, 0)]);
    }

    [Fact]
    public async Task Corrections_and_reasons_are_counted_most_often_first()
    {
        await CorrectAsync(MoodCategory.Happy, MoodCategory.Energetic);
        await CorrectAsync(MoodCategory.Happy, MoodCategory.Energetic);
        await CorrectAsync(MoodCategory.Moody, MoodCategory.Dreamy);

        var insights = await InsightsAsync();

        insights.Corrections.ShouldBe(
            [new CorrectionCount(MoodCategory.Happy, MoodCategory.Energetic, 2), new CorrectionCount(MoodCategory.Moody, MoodCategory.Dreamy, 1)]);
        insights.Totals.Total.ShouldBe(0);
    }

    [Fact]
    public async Task Of_many_artists_the_most_shown_are_listed()
    {
        await AddSessionAsync(songs: 60, shown: 60, artist: song => $"Artist {song:00}");
        await AddSessionAsync(songs: 1, shown: 1, artist: _ => "Artist 59");

        var insights = await InsightsAsync();

        insights.ByArtist.Count.ShouldBe(FeedbackInsights.MostArtists);
        insights.ByArtist[0].ShouldBe(new FeedbackSum("Artist 59", 2, 0, 0, 0, 0));
    }

    private async Task<FeedbackInsights> InsightsAsync(DateTimeOffset? since = null) =>
        await Reports.InsightsAsync(since ?? DateTimeOffset.UnixEpoch, Cancellation);

    private async Task ReactAsync(MoodCategory mood, int likes, int dislikes)
    {
        var session = await AddSessionAsync(songs: likes + dislikes, shown: likes + dislikes, mood: mood);
        await Task.WhenAll(Enumerable.Range(0, likes + dislikes)
            .Select(song => App.Feedback.SaveAsync(session.Signal(Now, song, song < likes ? 1 : -1), Cancellation).AsTask()));
    }

    private async Task CorrectAsync(MoodCategory read, MoodCategory felt)
    {
        var session = await AddSessionAsync(mood: read, language: Languages.English);
        await App.Feedback.SaveAsync(session.Signal(Now, song: null, weight: 0, FeedbackSignal.MoodCorrection, felt: felt), Cancellation);
    }
}

public sealed class SqliteFeedbackReportsTests() : FeedbackReportsTests(new SqliteDatabase());

public sealed class PostgresFeedbackReportsTests(PostgresServer server) : FeedbackReportsTests(new PostgresDatabase(server));
