using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Outages;
using StoryBeats.Sessions;
using StoryBeats.Storage.Tests.Support;
using StoryBeats.Tests.Support;

namespace StoryBeats.Storage.Tests.Outages;

/// <summary>Two instances over one PostgreSQL that each of them may lose for a while, with copies that both see.</summary>
public sealed class CopiedSessionTests(PostgresServer server) : IAsyncLifetime
{
    private readonly PostgresDatabase _database = new(server);
    private readonly SharedCopies _copies = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 10, 20, 0, TimeSpan.Zero));
    private App _here = null!;
    private App _there = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancellation);
        _here = await App.StartAsync(_database.Settings, _clock, Cancellation, _copies);
        _there = await App.StartAsync(_database.Settings, _clock, Cancellation, _copies);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in new[] { _here, _there })
        {
            if (app is not null)
                await app.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_one_instance_showed_meanwhile_the_other_does_not_show_again()
    {
        var session = await BeginAsync();
        Away(_here, _there);
        var meanwhile = await TakeAsync(_here, session.Id);

        // The instance that knows of it is still without the database, the other is not.
        Back(_there);
        var after = await TakeAsync(_there, session.Id);
        Back(_here);
        var last = await TakeAsync(_here, session.Id);

        session.Ranked.Take(5).Ids().Concat(meanwhile).Concat(after).Concat(last).ShouldBe(session.Ranked.Ids());
        (await _here.Sessions.FindAsync(session.Id, Cancellation)).ShouldNotBeNull().Shown.ShouldBe(20);
    }

    [Fact]
    public async Task What_was_shown_just_before_is_not_shown_again_without_the_database()
    {
        var session = await BeginAsync();
        var before = await TakeAsync(_here, session.Id);
        Away(_here, _there);

        var meanwhile = await TakeAsync(_there, session.Id);

        before.Concat(meanwhile).ShouldBeUnique(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_session_that_began_meanwhile_is_known_to_the_other_and_kept()
    {
        Away(_here, _there);
        var session = await BeginAsync();
        Back(_there);

        (await TakeAsync(_there, session.Id)).ShouldBe(session.Ranked.Skip(5).Take(5).Ids());

        Back(_here);
        _copies.Clear();
        (await _here.Sessions.FindAsync(session.Id, Cancellation)).ShouldNotBeNull().Shown.ShouldBe(10);
    }

    [Fact]
    public async Task A_session_that_is_forgotten_does_not_come_back_from_a_copy()
    {
        Away(_here, _there);
        var begun = await BeginAsync();
        (await _here.Sessions.ForgetAsync(begun.Id, Cancellation)).ShouldBeTrue();
        Back(_here, _there);

        foreach (var app in new[] { _here, _there })
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            (await app.Sessions.FindAsync(begun.Id, Cancellation)).ShouldBeNull();
            (await app.Sessions.ForgetAsync(begun.Id, Cancellation)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_copy_is_written_when_the_session_has_changed_and_not_when_it_is_read()
    {
        var session = await BeginAsync();
        var written = _copies.Written;

        await _here.Sessions.FindAsync(session.Id, Cancellation);
        await _there.Sessions.FindAsync(session.Id, Cancellation);
        _copies.Written.ShouldBe(written);

        await TakeAsync(_there, session.Id);
        await _here.Sessions.FindAsync(session.Id, Cancellation);
        _copies.Written.ShouldBe(written + 1);
    }

    private async Task<RecommendationSession> BeginAsync()
    {
        var session = Sample.Session(_clock.GetUtcNow());
        await _here.Sessions.AddAsync(session, Cancellation);
        return session;
    }

    private static async Task<IReadOnlyList<string>> TakeAsync(App app, SessionId id) =>
        (await app.Sessions.TakeNextAsync(id, 5, Cancellation)).ShouldNotBeNull().Ids();

    private static void Away(params App[] apps) => Array.ForEach(apps, app => app.Get<Parts>().Set(Parts.Storage, isAway: true));

    private static void Back(params App[] apps) => Array.ForEach(apps, app => app.Get<Parts>().Set(Parts.Storage, isAway: false));

    private sealed class SharedCopies : ISessionCopies
    {
        private readonly ConcurrentDictionary<SessionId, byte[]> _copies = new();

        public int Written { get; private set; }

        public void Clear() => _copies.Clear();

        public ValueTask<byte[]?> FindAsync(SessionId id, CancellationToken cancellationToken) => new(_copies.GetValueOrDefault(id));

        public ValueTask SaveAsync(SessionId id, byte[] copy, CancellationToken cancellationToken)
        {
            _copies[id] = copy;
            Written++;
            return ValueTask.CompletedTask;
        }

        public ValueTask RemoveAsync(SessionId id, CancellationToken cancellationToken)
        {
            _copies.TryRemove(id, out _);
            return ValueTask.CompletedTask;
        }
    }
}
