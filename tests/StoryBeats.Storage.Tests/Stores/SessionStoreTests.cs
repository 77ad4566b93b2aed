using System.Text.Json;
using System.Text.Json.Nodes;
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
                TargetDeviation = new VibeUncertainty(.1, .2),
                Colors = ["#010203"],
                Notes = ["note"],
                Readers = [new ReaderReport("anthropic", ReaderStatus.TimedOut, "m", "Anthropic did not answer."), new ReaderReport("local", ReaderStatus.Read)]
            },
            Read = Analyses.Plain with { Mood = "serene" },
            Preferences = new Preferences
            {
                Languages = ["Hindi"],
                Energy = .3,
                Tempo = 120.5,
                Freshness = .1,
                Familiarity = 1,
                Like = LikedSong.Of(Songs.Scored("liked")),
                ExcludedArtists = ["badshah"],
                Excluded = new HashSet<TrackId> { new("x") },
                VisitorLanguage = "en-IN",
            },
            Tuning = new Tuning([new("s0")], 1, [Songs.Scored("passed")]),
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
            async () => (await App.Sessions.ChangeAsync((await App.Sessions.FindAsync(session.Id, Cancellation))!, Cancellation)).ShouldBeTrue(),
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
        (await App.Sessions.ChangeAsync(session, Cancellation)).ShouldBeFalse();
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
    public async Task Of_many_who_change_what_they_saw_one_wins()
    {
        var session = await AddSessionAsync(songs: 2, shown: 2);

        var changed = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            Task.Run(async () => await App.Sessions.ChangeAsync(session with { Ranked = [.. session.Ranked, Songs.Scored($"x{i}")] }, Cancellation), Cancellation)));

        changed.Count(won => won).ShouldBe(1);
        (await App.Sessions.FindAsync(session.Id, Cancellation))!.Ranked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_passed_by_while_tuning_can_be_spoken_of_and_shown_again_until_it_is_remembered_no_more()
    {
        var session = await AddSessionAsync(songs: 10, shown: 5);
        await TuneAsync(session.Id, "a", "b");
        await TuneAsync(session.Id, "c");

        var tuned = (await App.Sessions.FindAsync(session.Id, Cancellation))!;
        tuned.Ranked.Take(tuned.Shown).Ids().ShouldBe(["s00", "s01", "s02", "s03", "s04", "c"]);
        tuned.Tuning!.Passed.Ids().ShouldBe(["a", "b"]);
        (await App.Feedback.FindShownAsync(session.Id, new TrackId("a"), Cancellation))!.Song.ShouldNotBeNull();
        await TuneAsync(session.Id, "b", "d");
        for (var turn = 0; turn <= Tuning.MostPassed; turn++)
            await TuneAsync(session.Id, $"turn{turn}");
        (await App.Sessions.FindAsync(session.Id, Cancellation))!.Tuning!.Passed.Ids().ShouldBe(Enumerable.Range(0, Tuning.MostPassed).Select(turn => $"turn{turn}"));
        (await App.Feedback.FindShownAsync(session.Id, new TrackId("a"), Cancellation))!.Song.ShouldBeNull();
        await using var db = App.OpenDatabase();
        (await db.ShownSongs.CountAsync(Cancellation)).ShouldBe(5 + Tuning.MostPassed + 1);
    }

    [Fact]
    public async Task A_song_that_passed_by_and_comes_again_is_shown_for_the_mood_of_now()
    {
        var session = await AddSessionAsync(songs: 10, shown: 5, mood: MoodCategory.Dreamy);
        await TuneAsync(session.Id, "a", "b");
        await TuneAsync(session.Id, "c");
        await TuneAsync(session.Id, "d");
        var seen = (await App.Sessions.FindAsync(session.Id, Cancellation))!;
        (await App.Sessions.ChangeAsync(seen with { Analysis = seen.Analysis with { MoodCategory = MoodCategory.Energetic } }, Cancellation)).ShouldBeTrue();

        await TuneAsync(session.Id, "b", "s04");
        seen = (await App.Sessions.FindAsync(session.Id, Cancellation))!;
        // As "more" does when nothing else is left.
        (await App.Sessions.ChangeAsync(seen with { Ranked = [.. seen.Ranked, Songs.Scored("c")] }, Cancellation)).ShouldBeTrue();
        (await App.Sessions.TakeNextAsync(session.Id, 5, Cancellation))!.Ids().ShouldBe(["c"]);

        (await MoodOfAsync("a")).ShouldBe(MoodCategory.Dreamy);
        (await MoodOfAsync("b")).ShouldBe(MoodCategory.Energetic);
        (await MoodOfAsync("c")).ShouldBe(MoodCategory.Energetic);
        (await MoodOfAsync("s04")).ShouldBe(MoodCategory.Dreamy);
        (await MoodOfAsync(null)).ShouldBe(MoodCategory.Dreamy);
        await using var db = App.OpenDatabase();
        (await db.ShownSongs.Where(row => row.Position >= 0).OrderBy(row => row.Position).Select(row => row.SongId).ToListAsync(Cancellation)).ShouldBe(
            ["s00", "s01", "s02", "s03", "s04", "b", "c"]);

        async Task<MoodCategory> MoodOfAsync(string? song) =>
            (await App.Feedback.FindShownAsync(session.Id, song is null ? null : new TrackId(song), Cancellation)).ShouldNotBeNull().Mood;
    }

    [Fact]
    public async Task A_session_stored_before_tuning_was_known_goes_on()
    {
        var session = await AddSessionAsync(songs: 10, shown: 5);
        await using (var db = App.OpenDatabase())
        {
            var row = await db.Sessions.SingleAsync(Cancellation);
            var old = JsonNode.Parse(row.Payload!)!.AsObject();
            foreach (var name in (string[])["Read", "Tuning"])
                old.Remove(name);
            foreach (var name in (string[])["Tempo", "Freshness", "Familiarity", "Like", "ExcludedArtists"])
                old["Preferences"]!.AsObject().Remove(name);
            foreach (var song in old["Ranked"]!.AsArray())
                song!.AsObject().Remove("Astray");
            row.Payload = JsonSerializer.SerializeToUtf8Bytes(old);
            await db.SaveChangesAsync(Cancellation);
        }

        var found = (await App.Sessions.FindAsync(session.Id, Cancellation)).ShouldNotBeNull();

        found.Read.ShouldBeNull();
        found.Tuning.ShouldBeNull();
        found.Preferences.ExcludedArtists.ShouldBeEmpty();
        (await App.Sessions.ChangeAsync(found.Tuned([Songs.Scored("new")], [], new HashSet<TrackId>()), Cancellation)).ShouldBeTrue();
        (await App.Sessions.FindAsync(session.Id, Cancellation))!.Shown.ShouldBe(6);
    }

    [Fact]
    public async Task A_photo_read_anew_keeps_what_was_shown()
    {
        var session = await AddSessionAsync(songs: 10, shown: 5);
        var energetic = Analyses.Plain with { Mood = "wild", MoodCategory = MoodCategory.Energetic };

        var changed = await App.Sessions.ChangeAsync(
            session with { Analysis = energetic, Ranked = [.. session.Ranked.Take(5), Songs.Scored("e1"), Songs.Scored("e2")] }, Cancellation);
        var stale = await App.Sessions.ChangeAsync(session, Cancellation);

        changed.ShouldBeTrue();
        stale.ShouldBeFalse();
        (await App.Sessions.FindAsync(session.Id, Cancellation))!.Ranked.Ids().ShouldBe(["s00", "s01", "s02", "s03", "s04", "e1", "e2"]);
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
