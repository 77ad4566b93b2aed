using Microsoft.EntityFrameworkCore;
using StoryBeats.Storage.Tests.Support;

namespace StoryBeats.Storage.Tests.Stores;

public abstract class SweeperTests : StorageTests
{
    private protected SweeperTests(TestDatabase database)
        : base(database)
    {
    }

    [Fact]
    public async Task The_ranking_of_an_ended_session_is_forgotten_and_of_a_living_one_kept()
    {
        var ended = await AddSessionAsync();
        Clock.Advance(TimeSpan.FromMinutes(62));
        var living = await AddSessionAsync();

        await App.SweepAsync(Cancellation);

        await using var db = App.OpenDatabase();
        (await db.Sessions.SingleAsync(row => row.Id == ended.Id.Value, Cancellation)).Payload.ShouldBeNull();
        (await db.Sessions.SingleAsync(row => row.Id == living.Id.Value, Cancellation)).Payload.ShouldNotBeNull();
        (await db.ShownSongs.CountAsync(row => row.SessionId == ended.Id.Value, Cancellation)).ShouldBe(5);
    }

    [Fact]
    public async Task What_flicked_past_while_tuning_is_forgotten_with_the_ranking()
    {
        var session = await AddSessionAsync(shown: 2);
        await TuneAsync(session.Id, "a", "b");
        await TuneAsync(session.Id, "c");
        await LikeTunedAsync(session, "b");
        await App.SweepAsync(Cancellation);
        (await CountAsync()).Shown.ShouldBe(5);
        Clock.Advance(TimeSpan.FromMinutes(62));

        await App.SweepAsync(Cancellation);

        await using var db = App.OpenDatabase();
        (await db.ShownSongs.Select(row => row.SongId).ToListAsync(Cancellation)).ShouldBe(["s00", "s01", "b", "c"], ignoreOrder: true);
    }

    [Fact]
    public async Task After_a_year_nothing_is_left_of_a_session()
    {
        var old = await AddSessionAsync();
        await App.Feedback.SaveAsync(old.Signal(Now), Cancellation);
        Clock.Advance(TimeSpan.FromDays(364));
        await App.SweepAsync(Cancellation);
        var before = await CountAsync();

        Clock.Advance(TimeSpan.FromDays(2));
        await App.SweepAsync(Cancellation);

        before.ShouldBe((1, 5, 1));
        (await CountAsync()).ShouldBe((0, 0, 0));
    }

    private async Task<(int Sessions, int Shown, int Feedback)> CountAsync()
    {
        await using var db = App.OpenDatabase();
        return (await db.Sessions.CountAsync(Cancellation), await db.ShownSongs.CountAsync(Cancellation), await db.Feedback.CountAsync(Cancellation));
    }
}

public sealed class SqliteSweeperTests() : SweeperTests(new SqliteDatabase());

public sealed class PostgresSweeperTests(PostgresServer server) : SweeperTests(new PostgresDatabase(server));
