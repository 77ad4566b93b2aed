using Microsoft.Extensions.Time.Testing;
using StoryBeats.Catalog;
using StoryBeats.Sessions;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Storage.Tests.Support;

/// <summary>Tests over a database of their own and a program that uses it.</summary>
public abstract class StorageTests : IAsyncLifetime
{
    private readonly List<App> _apps = [];

    private protected StorageTests(TestDatabase database) => Database = database;

    private protected TestDatabase Database { get; }

    private protected App App => _apps[0];

    private protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 15, 10, 20, 0, TimeSpan.Zero));

    private protected DateTimeOffset Now => Clock.GetUtcNow();

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Database.CreateAsync(Cancellation);
        await StartAppAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
            await app.DisposeAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Another program on the same database.</summary>
    private protected async Task<App> StartAppAsync()
    {
        var app = await App.StartAsync(Database.Settings, Clock, Cancellation);
        _apps.Add(app);
        return app;
    }

    /// <summary>Stops the program and starts it anew.</summary>
    private protected async Task RestartAsync()
    {
        await _apps[0].DisposeAsync();
        _apps.RemoveAt(0);
        await StartAppAsync();
    }

    private protected async Task<RecommendationSession> AddSessionAsync(
        int songs = 20, int shown = 5, VisitorId? visitor = null, MoodCategory mood = MoodCategory.Nostalgic, string language = Languages.English,
        Func<int, string>? artist = null)
    {
        var session = Sample.Session(Now, songs, shown, visitor, mood, language, artist);
        await App.Sessions.AddAsync(session, Cancellation);
        return session;
    }

    /// <summary>The visitor of a session tunes, and these songs are on its page.</summary>
    private protected async Task TuneAsync(SessionId id, params string[] page)
    {
        var seen = (await App.Sessions.FindAsync(id, Cancellation)).ShouldNotBeNull();
        var saidAbout = await App.Feedback.SaidAboutAsync(id, Cancellation);
        (await App.Sessions.ChangeAsync(seen.Tuned([.. page.Select(song => Songs.Scored(song))], [], saidAbout), Cancellation)).ShouldBeTrue();
    }

    /// <summary>A like of a song that tuning brought.</summary>
    private protected async Task LikeTunedAsync(RecommendationSession session, string song)
    {
        var shown = (await App.Feedback.FindShownAsync(session.Id, new TrackId(song), Cancellation)).ShouldNotBeNull();
        (await App.Feedback.SaveAsync(session.Signal(Now) with { Song = shown.Song.ShouldNotBeNull() }, Cancellation)).ShouldBeTrue();
    }
}
