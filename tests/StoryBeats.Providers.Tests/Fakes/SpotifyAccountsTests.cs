using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Fakes;

namespace StoryBeats.Providers.Tests.Fakes;

public sealed class SpotifyAccountsTests
{
    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = new FakeClient(fakes);

        var answer = await client.TokenAsync(("grant_type", "client_credentials"), ("client_id", fakes.Settings.ClientId), ("client_secret", "wrong"));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Body!["error"]!.GetValue<string>().ShouldBe("invalid_client");
    }

    [Fact]
    public async Task A_token_ends_when_its_time_is_over_and_when_it_is_revoked()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var fakes = await FakeServices.StartAsync(settings => settings.Time = time, TestContext.Current.CancellationToken);
        using var first = await FakeClient.WithTokenAsync(fakes);

        var fresh = await first.SearchAsync("holocene");
        time.Advance(TimeSpan.FromHours(1));
        var old = await first.SearchAsync("holocene");
        using var second = await FakeClient.WithTokenAsync(fakes);
        var renewed = await second.SearchAsync("holocene");
        fakes.Settings.RevokeTokens();
        var revoked = await second.SearchAsync("holocene");

        fresh.Status.ShouldBe(HttpStatusCode.OK);
        old.Status.ShouldBe(HttpStatusCode.Unauthorized);
        old.Body!["error"]!["message"]!.GetValue<string>().ShouldBe("The access token expired");
        renewed.Status.ShouldBe(HttpStatusCode.OK);
        revoked.Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_code_is_exchanged_once_and_only_with_its_verifier_and_address()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = new FakeClient(fakes);
        async Task<string> CodeAsync() => (await client.AuthorizeAsync("playlist-modify-private"))["code"];

        var wrongVerifier = await client.ExchangeAsync(await CodeAsync(), verifier: "another");
        var wrongAddress = await client.ExchangeAsync(await CodeAsync(), redirectUri: "http://127.0.0.1:8080/elsewhere");
        var code = await CodeAsync();
        var right = await client.ExchangeAsync(code);
        var again = await client.ExchangeAsync(code);

        wrongVerifier.Body!["error"]!.GetValue<string>().ShouldBe("invalid_grant");
        wrongAddress.Body!["error"]!.GetValue<string>().ShouldBe("invalid_grant");
        right.Status.ShouldBe(HttpStatusCode.OK);
        right.Body!["scope"]!.GetValue<string>().ShouldBe("playlist-modify-private");
        right.Body!["refresh_token"].ShouldNotBeNull();
        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.Body!["error"]!.GetValue<string>().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task Consent_comes_back_with_the_state_and_so_does_refusal()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = new FakeClient(fakes);

        var given = await client.AuthorizeAsync("playlist-modify-public");
        fakes.Settings.DenyAuthorization = true;
        var denied = await client.AuthorizeAsync("playlist-modify-public");

        given["state"].ShouldBe("s&t");
        given["from"].ShouldBe("spotify");
        denied["state"].ShouldBe("s&t");
        denied["error"].ShouldBe("access_denied");
        denied.ShouldNotContainKey("code");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refresh_token_works_until_it_is_rotated_or_revoked(bool rotates)
    {
        await using var fakes = await FakeServices.StartAsync(settings => settings.RotateRefreshTokens = rotates, TestContext.Current.CancellationToken);
        using var client = new FakeClient(fakes);
        var tokens = await client.ExchangeAsync((await client.AuthorizeAsync("playlist-modify-private"))["code"]);
        var refresh = tokens.Body!["refresh_token"]!.GetValue<string>();
        Task<FakeAnswer> RefreshAsync(string token) => client.TokenAsync(("grant_type", "refresh_token"), ("client_id", fakes.Settings.ClientId), ("refresh_token", token));

        var first = await RefreshAsync(refresh);
        var second = await RefreshAsync(refresh);
        fakes.Settings.RevokeRefreshTokens();
        var revoked = await RefreshAsync(first.Body!["refresh_token"]?.GetValue<string>() ?? refresh);

        first.Status.ShouldBe(HttpStatusCode.OK);
        (first.Body["refresh_token"] is not null).ShouldBe(rotates);
        second.Status.ShouldBe(rotates ? HttpStatusCode.BadRequest : HttpStatusCode.OK);
        revoked.Status.ShouldBe(HttpStatusCode.BadRequest);
        revoked.Body!["error"]!.GetValue<string>().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_playlist_needs_a_visitors_token_with_the_scope_and_takes_a_hundred_items()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var app = await FakeClient.WithTokenAsync(fakes);
        using var visitor = new FakeClient(fakes);
        visitor.Bearer = (await visitor.ExchangeAsync((await visitor.AuthorizeAsync("playlist-modify-private"))["code"])).Body!["access_token"]!.GetValue<string>();
        var playlist = new JsonObject { ["name"] = "Dusk", ["public"] = false };
        JsonObject Items(int count) => new() { ["uris"] = new JsonArray([.. fakes.Catalog.Tracks.Take(count).Select(track => (JsonNode)("spotify:track:" + track.Id))]) };

        var notByApp = await app.PostAsync("spotify/api/v1/me/playlists", playlist);
        var notPublic = await visitor.PostAsync("spotify/api/v1/me/playlists", new JsonObject { ["name"] = "Dusk" });
        var made = await visitor.PostAsync("spotify/api/v1/me/playlists", playlist);
        var tooMany = await visitor.PostAsync($"spotify/api/v1/playlists/{made.Body!["id"]}/items", Items(101));
        var added = await visitor.PostAsync($"spotify/api/v1/playlists/{made.Body!["id"]}/items", Items(100));

        notByApp.Status.ShouldBe(HttpStatusCode.Unauthorized);
        notPublic.Status.ShouldBe(HttpStatusCode.Forbidden);
        made.Status.ShouldBe(HttpStatusCode.Created);
        tooMany.Status.ShouldBe(HttpStatusCode.BadRequest);
        added.Status.ShouldBe(HttpStatusCode.Created);
        var kept = fakes.Playlists.ShouldHaveSingleItem();
        kept.Name.ShouldBe("Dusk");
        kept.IsPublic.ShouldBeFalse();
        kept.Uris.Count.ShouldBe(100);
    }
}
