using StoryBeats.Feedback;
using StoryBeats.Sessions;
using StoryBeats.Storage.Tests.Support;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Storage.Tests.Stores;

public abstract class FeedbackStoreTests : StorageTests
{
    private protected FeedbackStoreTests(TestDatabase database)
        : base(database)
    {
    }

    [Fact]
    public async Task A_signal_comes_back_as_it_was_said()
    {
        var session = await AddSessionAsync(shown: 1, visitor: VisitorId.New());
        var verdict = session.Signal(Now, weight: -1, reason: FeedbackReason.TooFast);
        var correction = session.Signal(Now, song: null, weight: 0, FeedbackSignal.MoodCorrection, felt: MoodCategory.Moody) with { CountsForOthers = false };

        var kept = await App.Feedback.SaveAsync(verdict, Cancellation) & await App.Feedback.SaveAsync(correction, Cancellation);
        await RestartAsync();
        var read = await ReadAsync();

        kept.ShouldBeTrue();
        read.OrderBy(entry => entry.Signal).ShouldBe([verdict, correction]);
    }

    [Fact]
    public async Task The_last_word_about_a_song_counts()
    {
        var session = await AddSessionAsync(shown: 1);

        await App.Feedback.SaveAsync(session.Signal(Now, weight: 1), Cancellation);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var last = session.Signal(Now, weight: -1, reason: FeedbackReason.Overplayed);
        await App.Feedback.SaveAsync(last, Cancellation);
        await App.Feedback.SaveAsync(last, Cancellation);

        (await ReadAsync()).ShouldBe([last]);
    }

    [Fact]
    public async Task Signals_of_other_kinds_and_about_other_songs_stand_beside_each_other()
    {
        var session = await AddSessionAsync(shown: 2);

        await App.Feedback.SaveAsync(session.Signal(Now, song: 0), Cancellation);
        await App.Feedback.SaveAsync(session.Signal(Now, song: 0, signal: FeedbackSignal.PreviewPlay), Cancellation);
        await App.Feedback.SaveAsync(session.Signal(Now, song: 1), Cancellation);
        await App.Feedback.SaveAsync(session.Signal(Now, song: null, signal: FeedbackSignal.LoadMore), Cancellation);

        (await ReadAsync()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task The_same_signal_many_times_at_once_is_one_and_the_last_one()
    {
        var session = await AddSessionAsync(shown: 1);
        var saves = Enumerable.Range(0, 101).Select(i => session.Signal(Now + TimeSpan.FromMilliseconds(i), weight: i % 2 == 0 ? 1 : -1)).ToList();

        await Task.WhenAll(saves.ConvertAll(entry => App.Feedback.SaveAsync(entry, Cancellation).AsTask()));

        (await ReadAsync()).ShouldBe([saves[^1]]);
    }

    [Fact]
    public async Task A_signal_of_a_forgotten_session_is_refused_and_its_neighbours_are_kept()
    {
        var forgotten = await AddSessionAsync();
        var sessions = new List<RecommendationSession>();
        for (var i = 0; i < 30; i++)
            sessions.Add(i == 17 ? forgotten : await AddSessionAsync(shown: 1));
        await App.Sessions.ForgetAsync(forgotten.Id, Cancellation);

        var kept = await Task.WhenAll(sessions.ConvertAll(session => App.Feedback.SaveAsync(session.Signal(Now), Cancellation).AsTask()));

        kept.Index().Where(save => !save.Item).Select(save => save.Index).ShouldBe([17]);
        (await ReadAsync()).Select(entry => entry.Session).ShouldBe(sessions.Select(session => session.Id).Where(id => id != forgotten.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task A_shown_song_is_found_with_what_it_was_shown_for()
    {
        var session = await AddSessionAsync(shown: 5, mood: MoodCategory.Dreamy, visitor: VisitorId.New());

        var shown = await App.Feedback.FindShownAsync(session.Id, session.Ranked[4].Track.Id, Cancellation);
        var notShown = await App.Feedback.FindShownAsync(session.Id, session.Ranked[5].Track.Id, Cancellation);
        var without = await App.Feedback.FindShownAsync(session.Id, null, Cancellation);
        var unknown = await App.Feedback.FindShownAsync(SessionId.New(), null, Cancellation);

        shown.ShouldNotBeNull().ShouldBe(new ShownSong(session.Visit, MoodCategory.Dreamy, session.Analysis.Target, session.Signal(Now, song: 4).Song));
        notShown.ShouldBe(shown with { Song = null });
        without.ShouldBe(shown with { Song = null });
        unknown.ShouldBeNull();
    }

    [Fact]
    public async Task Songs_passed_over_are_read_only_from_sessions_that_reacted()
    {
        var reacting = await AddSessionAsync(shown: 3);
        await AddSessionAsync(shown: 3);
        var loadingMore = await AddSessionAsync(shown: 3);
        await App.Feedback.SaveAsync(reacting.Signal(Now, song: 1, signal: FeedbackSignal.PreviewPlay), Cancellation);
        await App.Feedback.SaveAsync(loadingMore.Signal(Now, song: null, signal: FeedbackSignal.LoadMore), Cancellation);

        var passedOver = (await ReadAsync()).Where(entry => entry.Signal == FeedbackSignal.NoReaction).ToList();

        passedOver.OrderBy(entry => entry.Song!.Id.Value, StringComparer.Ordinal).ShouldBe(
            [PassedOver(0), PassedOver(2)]);

        FeedbackEntry PassedOver(int song) => reacting.Signal(Now, song, SignalWeights.NoReaction, FeedbackSignal.NoReaction);
    }

    [Fact]
    public async Task A_song_that_flicked_past_while_tuning_was_not_passed_over()
    {
        var session = await AddSessionAsync(shown: 1);
        await App.Feedback.SaveAsync(session.Signal(Now), Cancellation);
        await TuneAsync(session.Id, "a", "b");
        await TuneAsync(session.Id, "c");
        await LikeTunedAsync(session, "b");

        var read = await ReadAsync();

        read.Select(entry => (entry.Song!.Id.Value, entry.Signal)).ShouldBe(
            [("s00", FeedbackSignal.Verdict), ("b", FeedbackSignal.Verdict), ("c", FeedbackSignal.NoReaction)], ignoreOrder: true);
    }

    [Fact]
    public async Task Reading_since_a_time_leaves_out_what_is_older()
    {
        var old = await AddSessionAsync(shown: 2);
        await App.Feedback.SaveAsync(old.Signal(Now), Cancellation);
        Clock.Advance(TimeSpan.FromDays(2));
        var recent = await AddSessionAsync(shown: 2);
        await App.Feedback.SaveAsync(recent.Signal(Now), Cancellation);

        var read = await ReadAsync(Now - TimeSpan.FromDays(1));

        read.Select(entry => (entry.Session, entry.Signal)).ShouldBe(
            [(recent.Id, FeedbackSignal.Verdict), (recent.Id, FeedbackSignal.NoReaction)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_visitors_own_is_that_of_all_their_sessions_and_a_sessions_own_is_its_alone()
    {
        var visitor = VisitorId.New();
        var (one, two, stranger) = (await AddSessionAsync(shown: 2, visitor: visitor), await AddSessionAsync(shown: 1, visitor: visitor), await AddSessionAsync(shown: 2));
        foreach (var session in new[] { one, two, stranger })
            await App.Feedback.SaveAsync(session.Signal(Now), Cancellation);

        var ofVisitor = await App.Feedback.ReadOwnAsync(one.Id, visitor, Cancellation);
        var ofSession = await App.Feedback.ReadOwnAsync(stranger.Id, null, Cancellation);
        var ofNobody = await App.Feedback.ReadOwnAsync(null, null, Cancellation);

        ofVisitor.Select(entry => (entry.Session, entry.Signal)).ShouldBe(
            [(one.Id, FeedbackSignal.Verdict), (two.Id, FeedbackSignal.Verdict), (one.Id, FeedbackSignal.NoReaction)], ignoreOrder: true);
        ofSession.Select(entry => (entry.Session, entry.Signal)).ShouldBe(
            [(stranger.Id, FeedbackSignal.Verdict), (stranger.Id, FeedbackSignal.NoReaction)], ignoreOrder: true);
        ofNobody.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_version_changes_whenever_something_was_saved_changed_or_deleted_by_any_program()
    {
        var session = await AddSessionAsync(shown: 2);
        var other = await StartAppAsync();
        var versions = new List<long> { await VersionAsync() };

        await App.Feedback.SaveAsync(session.Signal(Now, song: 0), Cancellation);
        versions.Add(await VersionAsync());
        await other.Feedback.SaveAsync(session.Signal(Now, song: 1), Cancellation);
        versions.Add(await VersionAsync());
        await other.Feedback.SaveAsync(session.Signal(Now, song: 1, weight: -1), Cancellation);
        versions.Add(await VersionAsync());
        await other.Sessions.ForgetAsync(session.Id, Cancellation);
        versions.Add(await VersionAsync());

        versions.ShouldBeUnique();
    }

    [Fact]
    public async Task The_version_stays_while_nothing_is_said_over_sessions_sweeps_and_restarts()
    {
        var session = await AddSessionAsync();
        await App.Feedback.SaveAsync(session.Signal(Now), Cancellation);
        var before = await VersionAsync();

        await AddSessionAsync();
        await App.Sessions.TakeNextAsync(session.Id, 5, Cancellation);
        await App.SweepAsync(Cancellation);
        await RestartAsync();

        (await VersionAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Where_there_is_more_than_asked_for_the_latest_is_read()
    {
        var session = await AddSessionAsync();
        for (var song = 0; song < 4; song++)
        {
            await App.Feedback.SaveAsync(session.Signal(Now, song), Cancellation);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var read = await ReadAsync(most: 2);

        read.Where(entry => entry.Signal is FeedbackSignal.Verdict).Select(entry => entry.Song!.Id)
            .ShouldBe([session.Signal(Now, 2).Song!.Id, session.Signal(Now, 3).Song!.Id], ignoreOrder: true);
    }

    private async Task<long> VersionAsync() => await App.Feedback.VersionAsync(Cancellation);

    private async Task<List<FeedbackEntry>> ReadAsync(DateTimeOffset? since = null, int most = 1000)
    {
        var read = new List<FeedbackEntry>();
        await foreach (var entry in App.Feedback.ReadAsync(since ?? DateTimeOffset.UnixEpoch, most, Cancellation))
            read.Add(entry);
        return read;
    }
}

public sealed class SqliteFeedbackStoreTests() : FeedbackStoreTests(new SqliteDatabase());

public sealed class PostgresFeedbackStoreTests(PostgresServer server) : FeedbackStoreTests(new PostgresDatabase(server));
