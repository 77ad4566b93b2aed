using Microsoft.Extensions.Time.Testing;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Sessions;
using StoryBeats.Tests.Support;

namespace StoryBeats.Tests.Sessions;

public sealed class InMemorySessionStoreTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromTicks(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly InMemorySessionStore _store;

    public InMemorySessionStoreTests() => _store = new InMemorySessionStore(_clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Songs_not_shown_yet_may_come_in_another_order_and_only_these()
    {
        var store = new InMemorySessionStore(new FakeTimeProvider());
        var session = new RecommendationSession
        {
            Id = SessionId.New(),
            Created = DateTimeOffset.UnixEpoch,
            Analysis = Analyses.Plain,
            Preferences = new Preferences(),
            Shown = 1,
            Ranked = [Songs.Scored("a"), Songs.Scored("b"), Songs.Scored("c")],
        };
        await store.AddAsync(session, TestContext.Current.CancellationToken);

        (await store.ReorderAsync(session.Id, 1, [Songs.Scored("a"), Songs.Scored("c"), Songs.Scored("b")], TestContext.Current.CancellationToken)).ShouldBeTrue();
        (await store.ReorderAsync(session.Id, 1, [Songs.Scored("c"), Songs.Scored("a"), Songs.Scored("b")], TestContext.Current.CancellationToken)).ShouldBeFalse();
        (await store.ReorderAsync(session.Id, 1, [Songs.Scored("a"), Songs.Scored("c"), Songs.Scored("d")], TestContext.Current.CancellationToken)).ShouldBeFalse();
        (await store.ReorderAsync(session.Id, 0, [Songs.Scored("a"), Songs.Scored("c"), Songs.Scored("b")], TestContext.Current.CancellationToken)).ShouldBeFalse();

        (await store.TakeNextAsync(session.Id, 2, TestContext.Current.CancellationToken))!.Ids().ShouldBe(["c", "b"]);
    }

    [Fact]
    public async Task A_session_lasts_an_hour_without_use()
    {
        var lasting = await AddAsync(songs: 5);
        var expired = await AddAsync(songs: 5);

        _clock.Advance(RecommendationSession.Lifetime);
        var found = await _store.FindAsync(lasting, Cancellation);
        _clock.Advance(Moment);
        var lost = await _store.FindAsync(expired, Cancellation);

        found.ShouldNotBeNull().Id.ShouldBe(lasting);
        lost.ShouldBeNull();
        RecommendationSession.Lifetime.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Every_kind_of_use_extends_the_session_by_an_hour()
    {
        var id = await AddAsync(songs: 5);

        _clock.Advance(TimeSpan.FromMinutes(59));
        var seen = await _store.FindAsync(id, Cancellation);
        _clock.Advance(TimeSpan.FromMinutes(59));
        (await _store.ChangeAsync(seen!, Cancellation)).ShouldBeTrue();
        _clock.Advance(TimeSpan.FromMinutes(59));
        await _store.TakeNextAsync(id, 1, Cancellation);
        _clock.Advance(TimeSpan.FromMinutes(59));

        (await _store.FindAsync(id, Cancellation)).ShouldNotBeNull().Ranked.Count.ShouldBe(5);
    }

    [Fact]
    public async Task An_expired_session_gives_nothing_and_stays_expired()
    {
        var id = await AddAsync(songs: 5);
        var session = (await _store.FindAsync(id, Cancellation))!;
        _clock.Advance(RecommendationSession.Lifetime + Moment);

        var taken = await _store.TakeNextAsync(id, 5, Cancellation);
        var changed = await _store.ChangeAsync(session, Cancellation);

        taken.ShouldBeNull();
        changed.ShouldBeFalse();
        (await _store.FindAsync(id, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task An_unknown_id_is_null()
    {
        var unknown = SessionId.New();

        (await _store.FindAsync(unknown, Cancellation)).ShouldBeNull();
        (await _store.TakeNextAsync(unknown, 5, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task TakeNext_goes_on_after_what_was_shown_until_nothing_is_left()
    {
        var id = await AddAsync(songs: 12, shown: 5);

        var pages = new[] { await TakeAsync(id), await TakeAsync(id), await TakeAsync(id) };

        pages.ShouldBe([["s05", "s06", "s07", "s08", "s09"], ["s10", "s11"], []]);
        (await _store.FindAsync(id, Cancellation))!.Shown.ShouldBe(12);
    }

    [Fact]
    public async Task Many_callers_at_once_get_every_song_and_none_twice()
    {
        var id = await AddAsync(songs: 200);

        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(TakeAllAsync, Cancellation)));

        taken.SelectMany(songs => songs).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 200).Select(i => $"s{i:00}").Order(StringComparer.Ordinal));

        async Task<List<string>> TakeAllAsync()
        {
            var mine = new List<string>();
            while (await _store.TakeNextAsync(id, 3, Cancellation) is { Count: > 0 } next)
            {
                mine.AddRange(next.Ids());
                await Task.Yield();
            }

            return mine;
        }
    }

    [Fact]
    public async Task Of_many_who_change_what_they_saw_one_wins()
    {
        var id = await AddAsync(songs: 2);
        var seen = (await _store.FindAsync(id, Cancellation))!;

        var changed = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            Task.Run(async () => await _store.ChangeAsync(seen with { Ranked = [.. seen.Ranked, Songs.Scored($"x{i}")] }, Cancellation), Cancellation)));

        changed.Count(won => won).ShouldBe(1);
        (await _store.FindAsync(id, Cancellation))!.Ranked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Whoever_changes_a_session_must_have_seen_what_was_shown_since()
    {
        var id = await AddAsync(songs: 5);
        var seen = (await _store.FindAsync(id, Cancellation))!;
        await _store.TakeNextAsync(id, 1, Cancellation);

        (await _store.ChangeAsync(seen, Cancellation)).ShouldBeFalse();
        (await _store.ChangeAsync((await _store.FindAsync(id, Cancellation))! with { Seed = 7 }, Cancellation)).ShouldBeTrue();
        (await _store.FindAsync(id, Cancellation))!.Seed.ShouldBe(7);
    }

    [Fact]
    public async Task The_sessions_unused_for_longest_give_way_when_there_are_too_many()
    {
        var ids = new List<SessionId>();
        for (var i = 0; i < InMemorySessionStore.Capacity; i++)
        {
            ids.Add(await AddAsync(songs: 1));
            _clock.Advance(Moment);
        }

        await _store.FindAsync(ids[0], Cancellation);
        _clock.Advance(Moment);
        ids.Add(await AddAsync(songs: 1));

        var kept = new List<int>();
        for (var i = 0; i < ids.Count; i++)
        {
            if (await _store.FindAsync(ids[i], Cancellation) is not null)
                kept.Add(i);
        }

        kept.Count.ShouldBeLessThanOrEqualTo(InMemorySessionStore.Capacity);
        kept.ShouldContain(0);
        kept.ShouldNotContain(1);
        kept.ShouldContain(InMemorySessionStore.Capacity);
        kept.Skip(1).ShouldBe(Enumerable.Range(kept[1], kept.Count - 1));
    }

    [Fact]
    public async Task Expired_sessions_make_room_before_living_ones_do()
    {
        for (var i = 0; i < InMemorySessionStore.Capacity - 1; i++)
            await AddAsync(songs: 1);
        _clock.Advance(RecommendationSession.Lifetime + Moment);
        var living = await AddAsync(songs: 1);

        await AddAsync(songs: 1);

        (await _store.FindAsync(living, Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public void Ids_are_128_bits_of_base64url_and_all_different()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => SessionId.New().Value).ToList();

        ids.ShouldBeUnique(StringComparer.Ordinal);
        ids.ShouldAllBe(id => id.Length == 22 && id.All(character => char.IsAsciiLetterOrDigit(character) || character == '-' || character == '_'));
    }

    private async Task<IReadOnlyList<string>> TakeAsync(SessionId id) => (await _store.TakeNextAsync(id, 5, Cancellation))!.Ids();

    private async Task<SessionId> AddAsync(int songs, int shown = 0)
    {
        IReadOnlyList<ScoredTrack> ranked = [.. Enumerable.Range(0, songs).Select(i => Songs.Scored($"s{i:00}"))];
        var session = new RecommendationSession
        {
            Id = SessionId.New(),
            Created = _clock.GetUtcNow(),
            Analysis = Analyses.Plain,
            Preferences = new Preferences(),
            Ranked = ranked,
            Shown = shown,
        };
        await _store.AddAsync(session, Cancellation);
        return session.Id;
    }
}
