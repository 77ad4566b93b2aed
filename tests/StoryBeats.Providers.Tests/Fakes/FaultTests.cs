using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Fakes;

namespace StoryBeats.Providers.Tests.Fakes;

public sealed class FaultTests
{
    [Fact]
    public async Task A_hanging_endpoint_answers_nobody_and_others_still_answer()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);
        fakes.Settings.Faults.Set(FakeService.Spotify, "search", FakeFault.Hang);

        var hanging = client.SearchAsync("holocene");
        await ArrivedAsync(fakes, FakeService.Spotify);
        var other = await client.GetAsync("spotify/api/v1/tracks/" + fakes.Catalog.Tracks[0].Id);

        other.Status.ShouldBe(HttpStatusCode.OK);
        hanging.IsCompleted.ShouldBeFalse();
        fakes.Settings.Faults.Clear();
        (await client.SearchAsync("holocene")).Status.ShouldBe(HttpStatusCode.OK);
        hanging.IsCompleted.ShouldBeFalse();
        fakes.Calls.Of(FakeService.Spotify, "search")[0].Status.ShouldBeNull();
        client.Dispose();
        await Should.ThrowAsync<OperationCanceledException>(hanging);
    }

    [Fact]
    public async Task By_hand_a_fault_is_set_and_cleared_and_tokens_are_revoked()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);
        using var hand = new HttpClient(new SocketsHttpHandler()) { BaseAddress = fakes.Address };

        await hand.PostAsync(new Uri("faults/Spotify/ServerError?endpoint=search", UriKind.Relative), null, TestContext.Current.CancellationToken);
        var broken = (await client.SearchAsync("holocene")).Status;
        await hand.DeleteAsync(new Uri("faults", UriKind.Relative), TestContext.Current.CancellationToken);
        var well = (await client.SearchAsync("holocene")).Status;
        await hand.PostAsync(new Uri("revoke", UriKind.Relative), null, TestContext.Current.CancellationToken);
        var revoked = (await client.SearchAsync("holocene")).Status;

        (broken, well, revoked).ShouldBe((HttpStatusCode.InternalServerError, HttpStatusCode.OK, HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task A_body_may_be_cut_off_of_wrong_types_a_page_or_nothing()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);
        Task<FakeAnswer> WithAsync(FakeFault fault)
        {
            fakes.Settings.Faults.Set(FakeService.Spotify, fault);
            return client.SearchAsync("artist:Radiohead");
        }

        var cutOff = await Should.ThrowAsync<JsonException>(() => WithAsync(FakeFault.CutOffJson));
        var wrongTypes = await WithAsync(FakeFault.WrongTypes);
        var page = await WithAsync(FakeFault.Html);
        var nothing = await WithAsync(FakeFault.Empty);
        var emptyObject = await WithAsync(FakeFault.EmptyObject);

        cutOff.ShouldNotBeNull();
        wrongTypes.Status.ShouldBe(HttpStatusCode.OK);
        wrongTypes.Tracks[0]["artists"]!.GetValueKind().ShouldBe(JsonValueKind.String);
        wrongTypes.Tracks[0]["id"]!.GetValueKind().ShouldBe(JsonValueKind.Number);
        wrongTypes.Tracks[0]["external_ids"]!["isrc"]!.GetValueKind().ShouldBe(JsonValueKind.Number);
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Body.ShouldBeNull();
        nothing.Status.ShouldBe(HttpStatusCode.OK);
        nothing.Body.ShouldBeNull();
        emptyObject.Body!.AsObject().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FakeService.Spotify, "spotify/api/v1/search?q=x&type=track")]
    [InlineData(FakeService.ReccoBeats, "reccobeats/v1/track?ids=x")]
    [InlineData(FakeService.Deezer, "deezer/search?q=x")]
    [InlineData(FakeService.ITunes, "itunes/search?term=x")]
    public async Task A_service_may_fail_with_any_status_and_the_others_do_not(FakeService service, string path)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);

        fakes.Settings.Faults.Set(service, FakeFault.ServerError);
        var serverError = await client.GetAsync(path);
        fakes.Settings.Faults.Set(service, FakeFault.Status(418));
        var fixedStatus = await client.GetAsync(path);
        var token = await client.TokenAsync(("grant_type", "client_credentials"), ("client_id", fakes.Settings.ClientId), ("client_secret", fakes.Settings.ClientSecret));

        ((int)serverError.Status).ShouldBe(500);
        ((int)fixedStatus.Status).ShouldBe(418);
        token.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Over_the_limit_is_429_until_the_window_has_moved_on()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var fakes = await FakeServices.StartAsync(
            settings =>
            {
                settings.Time = time;
                settings.CallsPer30Seconds = 2;
            },
            TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);

        var first = await client.SearchAsync("x");
        time.Advance(TimeSpan.FromSeconds(10.5));
        var second = await client.SearchAsync("x");
        var refused = await client.SearchAsync("x");
        time.Advance(TimeSpan.FromSeconds(int.Parse(refused.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture)));
        var later = await client.SearchAsync("x");
        var refusedAgain = await client.SearchAsync("x");

        first.Status.ShouldBe(HttpStatusCode.OK);
        second.Status.ShouldBe(HttpStatusCode.OK);
        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.GetValues("Retry-After").Single().ShouldBe("20");
        later.Status.ShouldBe(HttpStatusCode.OK);
        refusedAgain.Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task The_same_seed_fails_the_same_share_of_calls()
    {
        async Task<List<int>> StatusesAsync()
        {
            await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
            using var client = await FakeClient.WithTokenAsync(fakes);
            fakes.Settings.ErrorRate = .2;
            fakes.Settings.Seed = 7;
            var statuses = new List<int>();
            for (var call = 0; call < 200; call++)
                statuses.Add((int)(await client.GetAsync("spotify/api/v1/artists/x")).Status);
            return statuses;
        }

        var first = await StatusesAsync();
        var second = await StatusesAsync();

        first.ShouldBe(second);
        first.Count(status => status >= 500).ShouldBeInRange(25, 55);
        first.Where(status => status < 500).ShouldAllBe(status => status == 404);
    }

    [Fact]
    public async Task A_call_may_be_held_back_or_change_what_comes_after_it()
    {
        var go = new TaskCompletionSource();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);
        fakes.Settings.OnCall = async (call, cancellationToken) =>
        {
            if (call.Endpoint == "search")
                await go.Task.WaitAsync(cancellationToken);
            else
                fakes.Settings.RevokeTokens();
        };

        var held = client.SearchAsync("holocene");
        var revoked = await client.GetAsync("spotify/api/v1/tracks/x");
        held.IsCompleted.ShouldBeFalse();
        go.SetResult();

        revoked.Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await held).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_accounts_service_may_be_spoilt_too()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = new FakeClient(fakes);
        fakes.Settings.Faults.Set(FakeService.SpotifyAccounts, "token", FakeFault.WrongTypes);

        var answer = await client.TokenAsync(("grant_type", "client_credentials"), ("client_id", fakes.Settings.ClientId), ("client_secret", fakes.Settings.ClientSecret));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Body!["access_token"]!.GetValueKind().ShouldBe(JsonValueKind.Object);
        answer.Body["expires_in"]!.GetValueKind().ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task The_fakes_end_although_a_call_hangs()
    {
        var fakes = await FakeServices.StartAsync(settings => settings.Faults.SetAll(FakeFault.Hang), TestContext.Current.CancellationToken);
        using var client = new FakeClient(fakes);
        var hanging = client.GetAsync("itunes/search?term=x");
        await ArrivedAsync(fakes, FakeService.ITunes);

        await fakes.DisposeAsync();

        await Should.ThrowAsync<HttpRequestException>(hanging);
    }

    [Fact]
    public void Latency_has_the_median_and_the_tail_it_is_given()
    {
        var latency = new FakeLatency(180, 600);
        var random = new Random(1);

        var drawn = Enumerable.Range(0, 20_000).Select(_ => latency.Draw(random).TotalMilliseconds).Order().ToList();

        drawn[drawn.Count / 2].ShouldBe(180, tolerance: 8);
        drawn[drawn.Count * 95 / 100].ShouldBe(600, tolerance: 40);
        FakeLatency.None.Draw(random).ShouldBe(TimeSpan.Zero);
    }

    private static async Task ArrivedAsync(FakeServices fakes, FakeService service)
    {
        while (fakes.Calls.Count(service) == 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }
}
