using Microsoft.EntityFrameworkCore;
using StoryBeats.Sessions;
using StoryBeats.Storage.Tests.Support;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Storage.Tests.Stores;

public abstract class VisitorRecordsTests : StorageTests
{
    private protected VisitorRecordsTests(TestDatabase database)
        : base(database)
    {
    }

    private IVisitorRecords Records => App.Get<IVisitorRecords>();

    [Fact]
    public async Task A_visitor_sees_all_that_is_kept_newest_session_first()
    {
        var visitor = VisitorId.New();
        var first = await AddSessionAsync(shown: 2, visitor: visitor, mood: MoodCategory.Moody);
        Clock.Advance(TimeSpan.FromMinutes(2));
        var second = await AddSessionAsync(shown: 1, visitor: visitor);
        await AddSessionAsync(visitor: VisitorId.New());
        var like = first.Signal(Now, song: 1);
        await App.Feedback.SaveAsync(like, Cancellation);

        var kept = await Records.OfVisitorAsync(visitor, Cancellation);

        kept.Select(session => session.Id).ShouldBe([second.Id, first.Id]);
        kept[1].Visit.ShouldBe(first.Visit);
        kept[1].Created.ShouldBe(first.Created);
        kept[1].Ends.ShouldBe(first.Created + TimeSpan.FromHours(1));
        kept[1].Mood.ShouldBe(MoodCategory.Moody);
        kept[1].Analysis.ShouldNotBeNull().Description.ShouldBe(first.Analysis.Description);
        kept[1].Shown.ShouldBe([first.Signal(Now, 0).Song!, first.Signal(Now, 1).Song!]);
        kept[1].Feedback.ShouldBe([like]);
        kept[1].Wishes.ShouldNotBeNull().Languages.ShouldBe(first.Preferences.Languages);
        kept[1].ToCome.Select(song => song.Id).ShouldBe(first.Ranked.Skip(2).Select(song => song.Track.Id));
    }

    [Fact]
    public async Task Songs_that_flicked_past_while_tuning_are_not_among_those_shown_unless_something_was_said_about_them()
    {
        var session = await AddSessionAsync(shown: 2);
        await TuneAsync(session.Id, "a", "b");
        await TuneAsync(session.Id, "c");
        await LikeTunedAsync(session, "b");

        var kept = (await Records.OfSessionAsync(session.Id, Cancellation)).ShouldNotBeNull();

        kept.Shown.Select(song => song.Id.Value).ShouldBe(["s00", "s01", "b", "c"]);
        kept.Feedback.ShouldHaveSingleItem().Song!.Id.Value.ShouldBe("b");
    }

    [Fact]
    public async Task A_session_sees_its_own_even_when_it_has_ended()
    {
        var session = await AddSessionAsync(shown: 3);
        await App.Feedback.SaveAsync(session.Signal(Now), Cancellation);
        Clock.Advance(TimeSpan.FromHours(2));
        await App.SweepAsync(Cancellation);

        var kept = await Records.OfSessionAsync(session.Id, Cancellation);

        kept.ShouldNotBeNull().Analysis.ShouldBeNull();
        kept.Wishes.ShouldBeNull();
        kept.ToCome.ShouldBeEmpty();
        kept.Shown.Count.ShouldBe(3);
        kept.Feedback.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_visitor_takes_in_a_session_that_is_nobodys_with_its_feedback_and_no_other()
    {
        var (visitor, other) = (VisitorId.New(), VisitorId.New());
        var nobodys = await AddSessionAsync();
        await App.Feedback.SaveAsync(nobodys.Signal(Now), Cancellation);
        var others = await AddSessionAsync(visitor: other);

        (await Records.AdoptAsync(visitor, nobodys.Id, Cancellation)).ShouldBe(nobodys.Visit);
        (await Records.AdoptAsync(visitor, others.Id, Cancellation)).ShouldBeNull();
        (await Records.AdoptAsync(visitor, SessionId.New(), Cancellation)).ShouldBeNull();

        var kept = (await Records.OfVisitorAsync(visitor, Cancellation)).ShouldHaveSingleItem();
        kept.Id.ShouldBe(nobodys.Id);
        kept.Feedback.ShouldHaveSingleItem().Visitor.ShouldBe(visitor);
        (await Records.OfVisitorAsync(other, Cancellation)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_session_stored_after_its_visitor_was_forgotten_is_nobodys()
    {
        var visitor = VisitorId.New();
        await Records.ForgetAsync(visitor, Cancellation);

        var late = await AddSessionAsync(visitor: visitor);

        (await Records.IsForgottenAsync(visitor, Cancellation)).ShouldBeTrue();
        (await Records.OfVisitorAsync(visitor, Cancellation)).ShouldBeEmpty();
        (await Records.OfSessionAsync(late.Id, Cancellation)).ShouldNotBeNull().Visit.Visitor.ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_is_kept_of_the_unknown()
    {
        (await Records.OfSessionAsync(SessionId.New(), Cancellation)).ShouldBeNull();
        (await Records.OfVisitorAsync(VisitorId.New(), Cancellation)).ShouldBeEmpty();
        (await Records.ForgetAsync(VisitorId.New(), Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Forgetting_a_visitor_leaves_nothing_of_them_and_all_of_others()
    {
        var visitor = VisitorId.New();
        for (var i = 0; i < 3; i++)
            await App.Feedback.SaveAsync((await AddSessionAsync(visitor: visitor)).Signal(Now), Cancellation);
        var other = await AddSessionAsync(shown: 1, visitor: VisitorId.New());
        await App.Feedback.SaveAsync(other.Signal(Now), Cancellation);

        var forgotten = await Records.ForgetAsync(visitor, Cancellation);

        forgotten.ShouldBe(3);
        (await Records.OfVisitorAsync(visitor, Cancellation)).ShouldBeEmpty();
        await using var db = App.OpenDatabase();
        (await db.Sessions.Select(row => row.Id).ToListAsync(Cancellation)).ShouldBe([other.Id.Value]);
        (await db.ShownSongs.Select(row => row.SessionId).ToListAsync(Cancellation)).ShouldBe([other.Id.Value]);
        (await db.Feedback.Select(row => row.SessionId).ToListAsync(Cancellation)).ShouldBe([other.Id.Value]);
    }
}

public sealed class SqliteVisitorRecordsTests() : VisitorRecordsTests(new SqliteDatabase())
{
    [Fact]
    public async Task What_is_forgotten_is_not_left_in_the_file()
    {
        var session = await AddSessionAsync();
        await App.Feedback.SaveAsync(session.Signal(Now), Cancellation);

        await App.Sessions.ForgetAsync(session.Id, Cancellation);
        await using (var db = App.OpenDatabase())
            await db.Database.ExecuteSqlAsync($"PRAGMA wal_checkpoint(TRUNCATE)", Cancellation);

        var file = await File.ReadAllBytesAsync(((SqliteDatabase)Database).File, Cancellation);
        file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(session.Id.Value)).ShouldBe(-1);
    }
}

public sealed class PostgresVisitorRecordsTests(PostgresServer server) : VisitorRecordsTests(new PostgresDatabase(server));
