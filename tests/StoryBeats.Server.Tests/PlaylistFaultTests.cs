using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Providers.Spotify.Accounts;

namespace StoryBeats.Server.Tests;

/// <summary>Playlists while Spotify fails now and then, is asked too much, or no longer takes a token.</summary>
public sealed class PlaylistFaultTests
{
    private const string Search = "search";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_search_that_fails_at_first_is_tried_again()
    {
        await using var fakes = await FailingServicesAsync();
        await using var server = await RunningServer.StartAsync([.. SpotifyVisitor.Settings(fakes), "--Spotify:CallsPer30Seconds=1000"]);
        using var visitor = new SpotifyVisitor(server);
        var session = await SignInWithCatalogueSongsAsync(fakes, server, visitor, 30);
        var added = Added(await visitor.PlaylistAsync(session));
        var asked = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        FailSearches(fakes, call => asked.TryAdd(call.Query, true));

        var again = await visitor.PlaylistAsync(session);

        Added(again).ShouldBe(added);
        asked.Count.ShouldBeGreaterThan(1);
        fakes.Playlists.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_song_whose_search_fails_is_missing_and_the_others_are_there()
    {
        await using var fakes = await FailingServicesAsync();
        await using var server = await RunningServer.StartAsync([.. SpotifyVisitor.Settings(fakes), "--Spotify:CallsPer30Seconds=1000"]);
        using var visitor = new SpotifyVisitor(server);
        var session = await SignInWithCatalogueSongsAsync(fakes, server, visitor, 30);
        fakes.Calls.Clear();
        var before = await visitor.PlaylistAsync(session);
        var found = fakes.Playlists[0].Uris;
        var failing = OurSearches(fakes).GroupBy(call => call.Query, StringComparer.Ordinal).Select(group => group.Key).Order(StringComparer.Ordinal).Take(15).ToHashSet(StringComparer.Ordinal);
        FailSearches(fakes, call => failing.Contains(call.Query));

        var answer = await visitor.PlaylistAsync(session);

        Added(answer).ShouldBeInRange(1, Added(before) - 1);
        (Added(answer) + answer.Json.GetProperty("missing").GetArrayLength()).ShouldBe(30);
        fakes.Playlists[1].Uris.ShouldBe(found.Intersect(fakes.Playlists[1].Uris, StringComparer.Ordinal));
    }

    [Fact]
    public async Task When_every_search_fails_no_playlist_is_made_and_nobody_is_told_that_Spotify_has_none()
    {
        await using var fakes = await FailingServicesAsync();
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        var session = await SignInWithCatalogueSongsAsync(fakes, server, visitor, 5);
        FailSearches(fakes, _ => true);

        var answer = await visitor.PlaylistAsync(session);

        answer.ShouldBeProblem(503).ShouldContain("cannot do this just now");
        answer.Headers.ShouldContainKey("Retry-After");
        fakes.Playlists.ShouldBeEmpty();
    }

    [Fact]
    public async Task Searches_that_hang_are_given_up()
    {
        await using var fakes = await FakeServices.StartAsync(settings => settings.Faults.Set(FakeService.Spotify, Search, FakeFault.Hang), Cancellation);
        await using var server = await RunningServer.StartAsync([.. SpotifyVisitor.Settings(fakes), "--Spotify:AttemptSeconds=.05"]);
        var tokens = await TokensAsync(server);

        var fault = await Should.ThrowAsync<SpotifyAccountException>(() => CreateAsync(server, tokens, Songs(3, known: false)));

        fault.Message.ShouldContain("does not answer just now");
        (await CreateAsync(server, tokens, [.. Songs(2, known: true), .. Songs(1, known: false)])).Missing.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Searches_for_playlists_count_into_the_window_of_all_calls()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync([.. SpotifyVisitor.Settings(fakes), "--Spotify:CallsPer30Seconds=3"]);
        var tokens = await TokensAsync(server);

        var fault = await Should.ThrowAsync<SpotifyAccountException>(() => CreateAsync(server, tokens, Songs(8, known: false)));

        fault.Problem.ShouldBe(SpotifyAccountProblem.Unavailable);
        fault.RetryAfter.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.FromSeconds(2));
        fakes.Calls.Count(FakeService.Spotify, Search).ShouldBe(3);
    }

    [Fact]
    public async Task A_429_holds_all_calls_for_as_long_as_it_says()
    {
        await using var fakes = await FakeServices.StartAsync(settings => settings.CallsPer30Seconds = 1, Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        var tokens = await TokensAsync(server);
        await Should.ThrowAsync<SpotifyAccountException>(() => CreateAsync(server, tokens, Songs(8, known: false)));
        fakes.Settings.CallsPer30Seconds = null;
        fakes.Calls.Clear();

        var fault = await Should.ThrowAsync<SpotifyAccountException>(() => CreateAsync(server, tokens, Songs(8, known: true)));

        fault.Problem.ShouldBe(SpotifyAccountProblem.Unavailable);
        fault.RetryAfter.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.FromSeconds(2));
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(0);
    }

    [Fact]
    public async Task An_access_token_that_is_refused_is_renewed_once_and_the_account_stays()
    {
        // These give a new refresh token each time: a second renewal with the old one would be refused.
        await using var fakes = await FailingServicesAsync();
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        var session = await SignInWithCatalogueSongsAsync(fakes, server, visitor, 30);
        fakes.Settings.RevokeTokens();

        Added(await visitor.PlaylistAsync(session)).ShouldBeGreaterThan(0);

        (await ConnectedAsync(visitor)).ShouldBeTrue();
        fakes.Playlists.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_token_that_ends_midway_makes_no_second_playlist()
    {
        await using var fakes = await FailingServicesAsync();
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        var session = await SignInWithCatalogueSongsAsync(fakes, server, visitor, 5);
        var revoked = 0;
        fakes.Settings.OnCall = (call, _) =>
        {
            if (call.Endpoint == "playlists/{id}/items" && Interlocked.Exchange(ref revoked, 1) == 0)
                fakes.Settings.RevokeTokens();
            return Task.CompletedTask;
        };

        var added = Added(await visitor.PlaylistAsync(session));

        fakes.Playlists.ShouldHaveSingleItem().Uris.Count.ShouldBe(added);
        fakes.Calls.Of(FakeService.Spotify, "playlists/{id}/items").Select(call => call.Status).ShouldBe([401, 201]);
    }

    [Fact]
    public async Task Only_a_refresh_token_that_is_refused_has_the_account_forgotten()
    {
        await using var fakes = await FailingServicesAsync();
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        var session = await SignInWithCatalogueSongsAsync(fakes, server, visitor, 5);

        fakes.Settings.Faults.Set(FakeService.Spotify, "me/playlists", FakeFault.Status(401));
        (await visitor.PlaylistAsync(session)).ShouldBeProblem(503).ShouldContain("not take even a new token");
        (await ConnectedAsync(visitor)).ShouldBeTrue();
        fakes.Settings.RevokeRefreshTokens();
        (await visitor.PlaylistAsync(session)).ShouldBeProblem(401).ShouldContain("Connect Spotify again");

        (await ConnectedAsync(visitor)).ShouldBeFalse();
    }

    [Fact]
    public async Task More_songs_than_Spotify_takes_at_once_are_added_in_their_order()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        var songs = Songs(250, known: true);

        var made = await CreateAsync(server, await TokensAsync(server), songs);

        made.Added.ShouldBe(250);
        fakes.Playlists.ShouldHaveSingleItem().Uris.ShouldBe(songs.Select(song => "spotify:track:" + song.SpotifyId));
        fakes.Calls.Count(FakeService.Spotify, "playlists/{id}/items").ShouldBe(3);
    }

    [Fact]
    public async Task A_playlist_that_is_filled_in_part_says_how_far()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        var tokens = await TokensAsync(server);
        fakes.Settings.OnCall = (call, _) => call.Endpoint == "playlists/{id}/items" && fakes.Playlists[0].Uris.Count > 0
            ? throw new InvalidOperationException("As if Spotify broke down.")
            : Task.CompletedTask;

        var fault = await Should.ThrowAsync<SpotifyAccountException>(() => CreateAsync(server, tokens, Songs(150, known: true)));

        fault.Message.ShouldContain($"/{fakes.Playlists[0].Id}, but only the first 100 of its 150 songs could be added.");
        fakes.Playlists[0].Uris.Count.ShouldBe(100);
    }

    // Fails from before the first photo.
    private static Task<FakeServices> FailingServicesAsync() => FakeServices.StartAsync(
        settings =>
        {
            settings.RotateRefreshTokens = true;
            settings.Faults.Set(FakeService.Spotify, FakeFault.ServerError);
        },
        Cancellation);

    // Songs of the embedded catalogue, since Spotify fails, which have to be looked for when it is well.
    private static async Task<string> SignInWithCatalogueSongsAsync(FakeServices fakes, RunningServer server, SpotifyVisitor visitor, int count)
    {
        await visitor.SignInAsync();
        var opened = (await server.PostAsync("/api/v2/recommendations",
            new Form().File("photo", RenderedPhoto.Good).Field("count", count.ToString(CultureInfo.InvariantCulture)))).ShouldBeOk();
        opened.SongIds.Count.ShouldBe(count);
        opened.Songs.ShouldAllBe(song => song.GetProperty("source").GetString() == "embedded", opened.Text);
        fakes.Settings.Faults.Clear();
        return opened.SessionId;
    }

    private static IEnumerable<FakeCall> OurSearches(FakeServices fakes) =>
        fakes.Calls.Of(FakeService.Spotify, Search).Where(call => call.Query.Contains("track%3A", StringComparison.Ordinal));

    // What throws in the fakes is a 500.
    private static void FailSearches(FakeServices fakes, Func<FakeCall, bool> which) => fakes.Settings.OnCall = (call, _) =>
        call is { Service: FakeService.Spotify, Endpoint: Search } && which(call) ? throw new InvalidOperationException("As if Spotify broke down.") : Task.CompletedTask;

    private static async Task<VisitorTokens> TokensAsync(RunningServer server)
    {
        using var visitor = new SpotifyVisitor(server);
        var authorization = server.Services.GetRequiredService<SpotifyAuthorization>();
        var (verifier, redirect) = (SpotifyAuthorization.NewVerifier(), new Uri(server.Address, "/spotify/callback"));
        var back = await visitor.GoAsync(authorization.Address("state", verifier, redirect));
        var code = System.Web.HttpUtility.ParseQueryString(back.Query)["code"].ShouldNotBeNull();
        return new VisitorTokens(await authorization.ExchangeAsync(code, verifier, redirect, Cancellation), authorization.RenewAsync);
    }

    private static Task<SpotifyPlaylist> CreateAsync(RunningServer server, VisitorTokens tokens, IReadOnlyList<Track> songs) =>
        server.Services.GetRequiredService<SpotifyPlaylists>().CreateAsync(tokens, "Many", "Many songs.", isPublic: false, songs, Cancellation);

    private static IReadOnlyList<Track> Songs(int count, bool known) =>
        [.. Enumerable.Range(0, count).Select(i => new Track
        {
            Id = new TrackId($"song {i}"),
            Title = $"Song {i}",
            Artist = "Somebody",
            Language = "English",
            SpotifyId = !known ? null : i.ToString("D22", CultureInfo.InvariantCulture),
        })];

    private static async Task<bool> ConnectedAsync(SpotifyVisitor visitor) =>
        (await visitor.GetAsync("/api/v2/spotify")).ShouldBeOk().Json.GetProperty("connected").GetBoolean();

    private static int Added(Answer answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return answer.Json.GetProperty("added").GetInt32();
    }
}
