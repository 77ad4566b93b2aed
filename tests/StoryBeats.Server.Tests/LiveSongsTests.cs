using System.Text.Json;
using StoryBeats.Fakes;

namespace StoryBeats.Server.Tests;

/// <summary>Songs while Spotify is well, ill, slow, or not what it was: five come back each time, and the answer says from where.</summary>
public sealed class LiveSongsTests
{
    // Not how fast it should be: only that it ends.
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, Action<FakeSettings>> Troubles = new(StringComparer.Ordinal)
    {
        ["one call in twenty fails"] = settings => settings.ErrorRate = .05,
        ["100 calls within 30 seconds"] = settings => settings.CallsPer30Seconds = 100,
        ["3 calls within 30 seconds"] = settings => settings.CallsPer30Seconds = 3,
        ["every endpoint hangs"] = settings => settings.Faults.SetAll(FakeFault.Hang),
        ["searches hang"] = settings => settings.Faults.Set(FakeService.Spotify, "search", FakeFault.Hang),
        ["the token hangs"] = settings => settings.Faults.Set(FakeService.SpotifyAccounts, FakeFault.Hang),
        ["cut-off JSON"] = settings => settings.Faults.SetAll(FakeFault.CutOffJson),
        ["wrong types"] = settings => settings.Faults.SetAll(FakeFault.WrongTypes),
        ["wrong types in searches"] = settings => settings.Faults.Set(FakeService.Spotify, "search", FakeFault.WrongTypes),
        ["a page of HTML"] = settings => settings.Faults.SetAll(FakeFault.Html),
        ["nothing at all"] = settings => settings.Faults.SetAll(FakeFault.Empty),
        ["an empty object"] = settings => settings.Faults.SetAll(FakeFault.EmptyObject),
        ["500 to everything"] = settings => settings.Faults.SetAll(FakeFault.ServerError),
        ["403 to everything"] = settings => settings.Faults.SetAll(FakeFault.Status(403)),
        ["429 to everything"] = settings => settings.Faults.SetAll(FakeFault.Status(429)),
        ["a secret that is wrong"] = settings => settings.ClientSecret = "another",
        ["tokens that last a second"] = settings => settings.TokenLifetimeSeconds = 1,
        ["a market without results"] = settings => settings.MarketsWithoutResults["IN"] = true,
        ["markets without results"] = settings => settings.MarketsWithoutResults["IN"] = settings.MarketsWithoutResults["US"] = true,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, SpotifyMode> Cases
    {
        get
        {
            var cases = new TheoryData<string, SpotifyMode>();
            foreach (var trouble in Troubles.Keys)
            {
                cases.Add(trouble, SpotifyMode.Development);
                cases.Add(trouble, SpotifyMode.Extended);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Five_songs_come_back_whatever_goes_wrong_and_the_answer_says_what_did(string trouble, SpotifyMode mode)
    {
        await using var fakes = await FakeServices.StartAsync(settings => settings.Mode = mode, Cancellation);
        var settings = SpotifyVisitor.Settings(fakes);
        Troubles[trouble](fakes.Settings);
        await using var server = await RunningServer.StartAsync([.. settings, "--Spotify:DeadlineSeconds=1"]);

        var first = (await server.AnalyzeAsync(RenderedPhoto.Good).WaitAsync(Forever, Cancellation)).ShouldBeOk();
        var again = (await server.AnalyzeAsync(RenderedPhoto.Jpeg(200, 150, seed: 5)).WaitAsync(Forever, Cancellation)).ShouldBeOk();
        var more = (await server.MoreAsync(first.SessionId).WaitAsync(Forever, Cancellation)).ShouldBeOk();

        foreach (var answer in new[] { first, again, more })
            answer.SongIds.Distinct(StringComparer.Ordinal).Count().ShouldBe(5);
        foreach (var answer in new[] { first, again })
        {
            ShouldBeHonest(answer);
            ShouldBeWhole(answer);
            // Everything that there is may be nothing only where there is nothing.
            if (Spotify(answer).GetProperty("status").GetString() == "complete" && trouble != "markets without results")
                Spotify(answer).GetProperty("offered").GetInt32().ShouldBeGreaterThan(0);
        }
    }

    [Theory]
    [InlineData("500 to everything")]
    [InlineData("every endpoint hangs")]
    [InlineData("cut-off JSON")]
    [InlineData("403 to everything")]
    [InlineData("a secret that is wrong")]
    public async Task When_nothing_comes_from_Spotify_this_machines_songs_answer_and_the_answer_says_so(string trouble)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        var settings = SpotifyVisitor.Settings(fakes);
        Troubles[trouble](fakes.Settings);
        await using var server = await RunningServer.StartAsync([.. settings, "--Spotify:DeadlineSeconds=1"]);

        var answer = (await server.AnalyzeAsync(RenderedPhoto.Good).WaitAsync(Forever, Cancellation)).ShouldBeOk();

        answer.Songs.Select(song => song.GetProperty("source").GetString()).Distinct(StringComparer.Ordinal).ShouldBe(["embedded"]);
        var spotify = Spotify(answer);
        spotify.GetProperty("status").GetString().ShouldBeOneOf("failed", "partial");
        spotify.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("this machine's own catalogue");
    }

    [Fact]
    public async Task In_Development_Mode_songs_come_from_searches_alone_and_nothing_is_said_that_Spotify_does_not_say()
    {
        await using var fakes = await FakeServices.StartAsync(settings => settings.Mode = SpotifyMode.Development, Cancellation);
        await using var server = await RunningServer.StartAsync([.. SpotifyVisitor.Settings(fakes), "--ReccoBeats:Enabled=false"]);

        var songs = await LiveSongsAsync(server);

        songs.ShouldAllBe(song => song.GetProperty("popularity").ValueKind == JsonValueKind.Null);
        songs.ShouldAllBe(song => song.GetProperty("prominence").GetDouble() >= 0 && song.GetProperty("prominence").GetDouble() <= 1);
        fakes.Calls.Of(FakeService.Spotify).Select(call => call.Endpoint).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(["search"]);
        fakes.Calls.Of(FakeService.Spotify).ShouldAllBe(call => call.Status == null || call.Status == 200);
    }

    [Fact]
    public async Task With_extended_quota_songs_have_Spotifys_popularity()
    {
        await using var fakes = await FakeServices.StartAsync(settings => settings.Mode = SpotifyMode.Extended, Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));

        var songs = await LiveSongsAsync(server);

        songs.ShouldAllBe(song => song.GetProperty("popularity").GetInt32() >= 0);
        songs.ShouldAllBe(song => !song.GetProperty("popularity_estimated").GetBoolean());
        songs.ShouldAllBe(song => song.GetProperty("prominence").ValueKind == JsonValueKind.Null);
    }

    [Theory]
    [InlineData(SpotifyMode.Development)]
    [InlineData(SpotifyMode.Extended)]
    public async Task A_token_revoked_midway_costs_no_song(SpotifyMode mode)
    {
        await using var fakes = await FakeServices.StartAsync(settings => settings.Mode = mode, Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        fakes.Settings.RevokeTokens();

        foreach (var language in new[] { "Hindi", "English" })
        {
            var answer = (await server.PostAsync("/api/v2/recommendations", Form.Of(RenderedPhoto.Jpeg(220, 140, seed: 9)).Field("languages", language).Field("energy", "1"))).ShouldBeOk();
            answer.SongIds.Count.ShouldBe(5);
            Spotify(answer).GetProperty("status").GetString().ShouldBe("complete");
        }
    }

    [Fact]
    public async Task An_artist_whom_Spotify_does_not_know_is_no_fault()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        foreach (var artist in fakes.Catalog.Artists)
            fakes.Settings.UnknownArtists[artist.Name] = true;
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));

        var answer = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        answer.SongIds.Count.ShouldBe(5);
        Spotify(answer).GetProperty("offered").GetInt32().ShouldBe(0);
        ShouldBeHonest(answer);
    }

    [Fact]
    public async Task What_ReccoBeats_measured_of_a_live_song_comes_soon_after_the_song()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));

        var measured = await MeasuredAsync(server);

        Sources(measured).ShouldContain("measured", StringComparer.Ordinal);
        // ReccoBeats knows what Spotify does not say.
        var song = measured.First(song => song.GetProperty("features").GetProperty("source").GetString() == "measured");
        var truth = fakes.Catalog.Track(song.GetProperty("id").GetString()!)!;
        song.GetProperty("features").GetProperty("energy").GetDouble().ShouldBe(truth.Features.Energy, .001);
        song.GetProperty("popularity").GetInt32().ShouldBe(truth.Popularity);
        song.GetProperty("popularity_estimated").GetBoolean().ShouldBeFalse();
    }

    private static IEnumerable<string> Sources(IEnumerable<JsonElement> songs) => songs.Select(song => song.GetProperty("features").GetProperty("source").GetString()!);

    // Each photo wishes for another sound, so that no answer from before is taken.
    private static async Task<IReadOnlyList<JsonElement>> MeasuredAsync(RunningServer server)
    {
        for (var energy = 1; energy < 60; energy++)
        {
            var form = Form.Of(RenderedPhoto.Good).Field("count", "30").Field("energy", (energy / 60.0).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture));
            var songs = (await server.PostAsync("/api/v2/recommendations", form)).ShouldBeOk().Songs.Where(song => song.GetProperty("source").GetString() == "spotify").ToList();
            if (Sources(songs).Contains("measured", StringComparer.Ordinal))
                return songs;
            await Task.Delay(TimeSpan.FromMilliseconds(200), Cancellation);
        }

        return [];
    }

    private static async Task<IReadOnlyList<JsonElement>> LiveSongsAsync(RunningServer server)
    {
        var answer = (await server.PostAsync("/api/v2/recommendations", Form.Of(RenderedPhoto.Good).Field("count", "30"))).ShouldBeOk();
        Spotify(answer).GetProperty("status").GetString().ShouldBe("complete");
        var songs = answer.Songs.Where(song => song.GetProperty("source").GetString() == "spotify").ToList();
        // Whose sound nobody knows comes after most of those that are known to fit.
        songs.Count.ShouldBeGreaterThan(2);
        songs.ShouldAllBe(song => song.GetProperty("spotify_url").GetString()!.StartsWith("https://open.spotify.com/track/"));
        songs.ShouldAllBe(song => song.GetProperty("album_cover").GetString()!.StartsWith("https://"));
        return songs;
    }

    private static JsonElement Spotify(Answer answer) =>
        answer.Json.GetProperty("sources").EnumerateArray().Single(source => source.GetProperty("source").GetString() == "spotify");

    // Whoever gave not all says so, and says it to the visitor.
    private static void ShouldBeHonest(Answer answer)
    {
        var spotify = Spotify(answer);
        var complete = spotify.GetProperty("status").GetString() == "complete";
        if (!complete)
            spotify.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
        if (answer.Songs.Any(song => song.GetProperty("source").GetString() == "spotify"))
            spotify.GetProperty("offered").GetInt32().ShouldBeGreaterThan(0);
    }

    private static void ShouldBeWhole(Answer answer)
    {
        foreach (var song in answer.Songs)
        {
            song.GetProperty("name").GetString().ShouldNotBeNullOrWhiteSpace();
            song.GetProperty("artist").GetString().ShouldNotBeNullOrWhiteSpace();
            song.GetProperty("vibe_score").GetDouble().ShouldBeInRange(0, 1);
            song.GetProperty("features").GetProperty("source").GetString().ShouldBeOneOf("measured", "curated_estimate", "estimate");
        }
    }
}
