using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.SecondLook;
using StoryBeats.Sessions;
using StoryBeats.Storage.Tests.Support;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Storage.Tests.Stores;

public abstract class SessionStoreTests : StorageTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private protected SessionStoreTests(TestDatabase database)
        : base(database)
    {
    }

    [Fact]
    public async Task Everything_of_a_session_comes_back_after_a_restart()
    {
        var measured = Songs.Track("m1", "Artist", "Title", "Hindi", new AudioFeatures(.1, .2, .3, .4, .5, 123.456), released: "2024-03", isrc: "GBAYE0601498") with
        {
            Album = "Album",
            Genres = ["pop"],
            Moods = [MoodCategory.Dreamy],
            DurationMs = 1,
            PopularityIsEstimated = true,
        };
        var session = Sample.Session(Now, visitor: VisitorId.New()) with
        {
            Visit = new Visit { Visitor = VisitorId.New(), CountsForOthers = false },
            Analysis = Analyses.Plain with
            {
                Themes = ["sea"],
                MoodEvidence = [.1, .9],
                CulturalVibe = CulturalVibe.Indian,
                Colors = ["#010203"],
                Notes = ["note"],
                Readers = [new ReaderReport("anthropic", ReaderStatus.TimedOut, "m", "Anthropic did not answer."), new ReaderReport("local", ReaderStatus.Read)]
            },
            Preferences = new Preferences { Languages = ["Hindi"], Energy = .3, Excluded = new HashSet<TrackId> { new("x") }, VisitorLanguage = "en-IN" },
            Ranked = [Songs.Scored("s0") with { Opinion = new SecondOpinion("far") }, new ScoredTrack(Songs.Candidate(measured), Songs.Middle, FeatureSource.Measured, 1, .9, 1, .8)],
            Shown = 1,
        };

        await App.Sessions.AddAsync(session, Cancellation);
        await RestartAsync();
        var found = await App.Sessions.FindAsync(session.Id, Cancellation);

        Everything(found).ShouldBe(Everything(session));
    }

    [Fact]
    public async Task A_session_ends_after_an_hour_without_use_to_the_minute()
    {
        var lasting = await AddSessionAsync();
        var expired = await AddSessionAsync();

        Clock.Advance(TimeSpan.FromHours(1));
        var found = await App.Sessions.FindAsync(lasting.Id, Cancellation);
        Clock.Advance(TimeSpan.FromMinutes(1) + Moment);
        var lost = await App.Sessions.FindAsync(expired.Id, Cancellation);

        found.ShouldNotBeNull();
        lost.ShouldBeNull();
    }

    [Fact]
    public async Task Every_kind_of_use_keeps_a_session_for_another_hour()
    {
        var session = await AddSessionAsync(songs: 20);
        Func<Task>[] uses =
        [
            async () => await App.Sessions.FindAsync(session.Id, Cancellation),
            async () => await App.Sessions.TakeNextAsync(session.Id, 1, Cancellation),
            async () => await App.Sessions.ExtendAsync(session.Id, 20, [Songs.Scored("more")], Cancellation),
            async () => await App.Sessions.ReplaceAsync(session.Id, 6, Analyses.Plain, [], Cancellation),
            async () => await App.Feedback.FindShownAsync(session.Id, null, Cancellation),
        ];

        foreach (var use in uses)
        {
            Clock.Advance(TimeSpan.FromMinutes(59));
            await use();
        }

        Clock.Advance(TimeSpan.FromMinutes(59));
        (await App.Sessions.FindAsync(session.Id, Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_ended_session_gives_nothing_and_stays_ended()
    {
        var session = await AddSessionAsync();
        Clock.Advance(TimeSpan.FromMinutes(62));

        (await App.Sessions.TakeNextAsync(session.Id, 5, Cancellation)).ShouldBeNull();
        await App.Sessions.ExtendAsync(session.Id, 20, [Songs.Scored("more")], Cancellation);
        (await App.Sessions.ReplaceAsync(session.Id, 5, Analyses.Plain, [], Cancellation)).ShouldBeNull();
        (await App.Sessions.ReorderAsync(session.Id, 5, session.Ranked, Cancellation)).ShouldBeFalse();
        (await App.Feedback.FindShownAsync(session.Id, null, Cancellation)).ShouldBeNull();
        (await App.Sessions.FindAsync(session.Id, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task An_unknown_id_is_null()
    {
        var unknown = SessionId.New();

        (await App.Sessions.FindAsync(unknown, Cancellation)).ShouldBeNull();
        (await App.Sessions.TakeNextAsync(unknown, 5, Cancellation)).ShouldBeNull();
        (await App.Sessions.ForgetAsync(unknown, Cancellation)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("not JSON")]
    [InlineData("""{"Analysis":{},"Preferences":{},"Ranked":[],"Seed":1}""")]
    [InlineData("""{"Analysis":null,"Preferences":{},"Ranked":[],"Seed":1}""")]
    public async Task A_payload_of_a_version_that_cannot_be_read_counts_as_ended(string payload)
    {
        var session = await AddSessionAsync();
        await using (var db = App.OpenDatabase())
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(payload);
            await db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(row => row.Payload, bytes), Cancellation);
        }

        (await App.Sessions.FindAsync(session.Id, Cancellation)).ShouldBeNull();
        (await App.Sessions.TakeNextAsync(session.Id, 5, Cancellation)).ShouldBeNull();
        (await App.Get<IVisitorRecords>().OfSessionAsync(session.Id, Cancellation)).ShouldNotBeNull().Analysis.ShouldBeNull();
    }

    [Fact]
    public async Task TakeNext_goes_on_after_what_was_shown_over_restarts_until_nothing_is_left()
    {
        var session = await AddSessionAsync(songs: 12, shown: 5);

        var first = await App.Sessions.TakeNextAsync(session.Id, 5, Cancellation);
        await RestartAsync();
        var second = await App.Sessions.TakeNextAsync(session.Id, 5, Cancellation);
        var third = await App.Sessions.TakeNextAsync(session.Id, 5, Cancellation);

        first!.Ids().ShouldBe(["s05", "s06", "s07", "s08", "s09"]);
        second!.Ids().ShouldBe(["s10", "s11"]);
        third.ShouldNotBeNull().ShouldBeEmpty();
        (await App.Sessions.FindAsync(session.Id, Cancellation))!.Shown.ShouldBe(12);
    }

    [Fact]
    public async Task Twenty_callers_at_once_get_every_song_and_none_twice()
    {
        var session = await AddSessionAsync(songs: 100, shown: 0);

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TakeAllAsync(App, session.Id)));

        taken.SelectMany(songs => songs).Order(StringComparer.Ordinal).ShouldBe(session.Ranked.Ids().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_programs_on_one_database_show_every_song_and_none_twice()
    {
        var session = await AddSessionAsync(songs: 100, shown: 0);
        var other = await StartAppAsync();

        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => TakeAllAsync(i % 2 == 0 ? App : other, session.Id)));

        taken.SelectMany(songs => songs).Order(StringComparer.Ordinal).ShouldBe(session.Ranked.Ids().Order(StringComparer.Ordinal));
        await using var db = App.OpenDatabase();
        (await db.ShownSongs.OrderBy(row => row.Position).Select(row => row.Position).ToListAsync(Cancellation)).ShouldBe(Enumerable.Range(0, 100));
    }

    [Fact]
    public async Task Extend_appends_only_to_the_count_that_the_caller_saw()
    {
        var session = await AddSessionAsync(songs: 2, shown: 2);

        await App.Sessions.ExtendAsync(session.Id, 2, [Songs.Scored("a")], Cancellation);
        await App.Sessions.ExtendAsync(session.Id, 2, [Songs.Scored("late")], Cancellation);
        await App.Sessions.ExtendAsync(session.Id, 3, [Songs.Scored("b")], Cancellation);

        (await App.Sessions.FindAsync(session.Id, Cancellation))!.Ranked.Ids().ShouldBe(["s00", "s01", "a", "b"]);
        (await App.Sessions.TakeNextAsync(session.Id, 5, Cancellation))!.Ids().ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Of_many_who_extend_at_once_one_wins()
    {
        var session = await AddSessionAsync(songs: 2, shown: 2);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            Task.Run(async () => await App.Sessions.ExtendAsync(session.Id, 2, [Songs.Scored($"x{i}")], Cancellation), Cancellation)));

        (await App.Sessions.FindAsync(session.Id, Cancellation))!.Ranked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Replace_reads_the_photo_anew_and_keeps_what_was_shown()
    {
        var session = await AddSessionAsync(songs: 10, shown: 5);
        var energetic = Analyses.Plain with { Mood = "wild", MoodCategory = MoodCategory.Energetic };

        var replaced = await App.Sessions.ReplaceAsync(session.Id, 5, energetic, [Songs.Scored("e1"), Songs.Scored("e2")], Cancellation);
        var stale = await App.Sessions.ReplaceAsync(session.Id, 4, Analyses.Plain, [Songs.Scored("z")], Cancellation);

        replaced!.Ranked.Ids().ShouldBe(["s00", "s01", "s02", "s03", "s04", "e1", "e2"]);
        stale.ShouldBeNull();
        (await App.Sessions.TakeNextAsync(session.Id, 5, Cancellation))!.Ids().ShouldBe(["e1", "e2"]);
        var shown = await App.Feedback.FindShownAsync(session.Id, new TrackId("e1"), Cancellation);
        shown!.Mood.ShouldBe(MoodCategory.Energetic);
    }

    [Fact]
    public async Task Songs_not_shown_yet_may_come_in_another_order_with_what_a_model_thinks_of_them()
    {
        var session = await AddSessionAsync(songs: 10, shown: 5);
        ScoredTrack[] reversed = [.. session.Ranked.Take(5), .. session.Ranked.Skip(5).Reverse().Select(song => song with { Opinion = new SecondOpinion("far", .7, "It glows.") })];

        (await App.Sessions.ReorderAsync(session.Id, 5, reversed, Cancellation)).ShouldBeTrue();
        (await App.Sessions.ReorderAsync(session.Id, 4, reversed, Cancellation)).ShouldBeFalse();
        (await App.Sessions.ReorderAsync(session.Id, 5, [.. reversed.Reverse()], Cancellation)).ShouldBeFalse();
        (await App.Sessions.ReorderAsync(session.Id, 5, [.. reversed.Skip(1), Songs.Scored("other")], Cancellation)).ShouldBeFalse();
        await RestartAsync();

        var next = (await App.Sessions.TakeNextAsync(session.Id, 5, Cancellation)).ShouldNotBeNull();
        next.Ids().ShouldBe(["s09", "s08", "s07", "s06", "s05"]);
        next.ShouldAllBe(song => song.Opinion == new SecondOpinion("far", .7, "It glows."));
    }

    [Fact]
    public async Task Forgetting_a_session_forgets_its_songs_and_feedback_and_nobody_elses()
    {
        var session = await AddSessionAsync();
        var other = await AddSessionAsync();
        await App.Feedback.SaveAsync(session.Signal(Now), Cancellation);
        await App.Feedback.SaveAsync(other.Signal(Now), Cancellation);

        var forgotten = await App.Sessions.ForgetAsync(session.Id, Cancellation);
        var again = await App.Sessions.ForgetAsync(session.Id, Cancellation);

        forgotten.ShouldBeTrue();
        again.ShouldBeFalse();
        (await App.Sessions.FindAsync(session.Id, Cancellation)).ShouldBeNull();
        await using var db = App.OpenDatabase();
        (await db.ShownSongs.Select(row => row.SessionId).Distinct().ToListAsync(Cancellation)).ShouldBe([other.Id.Value]);
        (await db.Feedback.Select(row => row.SessionId).ToListAsync(Cancellation)).ShouldBe([other.Id.Value]);
    }

    private static string Everything(RecommendationSession? session) => JsonSerializer.Serialize(session);

    private static Task<List<string>> TakeAllAsync(App app, SessionId id) => Task.Run(
        async () =>
        {
            var mine = new List<string>();
            while (await app.Sessions.TakeNextAsync(id, 3, Cancellation) is { Count: > 0 } next)
                mine.AddRange(next.Ids());
            return mine;
        },
        Cancellation);
}

public sealed class SqliteSessionStoreTests() : SessionStoreTests(new SqliteDatabase());

public sealed class PostgresSessionStoreTests(PostgresServer server) : SessionStoreTests(new PostgresDatabase(server));
