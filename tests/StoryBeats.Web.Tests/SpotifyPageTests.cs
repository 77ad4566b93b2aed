using Microsoft.Playwright;
using StoryBeats.Fakes;

namespace StoryBeats.Web.Tests;

/// <summary>What other services add to the page: something to hear, a cover, a playlist.</summary>
public sealed class SpotifyPageTests(Site site) : IClassFixture<Site>
{
    private static readonly byte[] Photo = DuskLandscape.Jpeg(480, 360);

    [Fact]
    public async Task Previews_and_covers_come_to_songs_that_are_on_the_page_already()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var server = await PageServer.StartAsync([.. Settings(fakes), "--Previews:Enabled=true"]);
        await using var visit = await site.VisitAsync(server: server);
        // What the services' own addresses would give.
        await visit.Page.RouteAsync(address => !address.StartsWith(server.Address.AbsoluteUri, StringComparison.Ordinal), route => route.FulfillAsync(
            route.Request.ResourceType == "image"
                ? new RouteFulfillOptions { ContentType = "image/svg+xml", Body = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>" }
                : new RouteFulfillOptions { ContentType = "audio/wav", BodyBytes = HeardSongs.Sound }));
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();

        var play = visit.Songs.Locator(".button.play").First;
        await play.WaitForAsync();
        await visit.Songs.Locator(".cover img").First.WaitForAsync();
        await play.ClickAsync();

        await visit.Page.Locator(".button.play:has-text('Pause')").WaitForAsync();
        (await play.GetAttributeAsync("title")).ShouldNotBeNull().ShouldStartWith("Preview from");
        visit.ShouldBeClean("asks elsewhere: https://");
    }

    [Fact]
    public async Task A_visitor_connects_Spotify_gets_a_playlist_and_disconnects()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var server = await PageServer.StartAsync(Settings(fakes));
        await using var visit = await site.VisitAsync(server: server);
        await visit.Page.RouteAsync("https://**", route => route.AbortAsync());
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        // Another tab with another photo hears of it, too.
        var tab = await visit.Page.Context.NewPageAsync();
        await tab.GotoAsync(server.Address.AbsoluteUri);
        await tab.SetInputFilesAsync("#photo-input", new FilePayload { Name = "photo.jpg", MimeType = "image/jpeg", Buffer = DuskLandscape.Jpeg(400, 300) });
        await tab.WaitForSelectorAsync("body[data-state=result]");

        await visit.Page.ClickAsync("#playlist-save");
        var link = visit.Page.Locator("#playlist-line a");
        await link.WaitForAsync();

        var made = fakes.Playlists.ShouldHaveSingleItem();
        (await link.GetAttributeAsync("href")).ShouldBe($"https://open.spotify.com/playlist/{made.Id}");
        (await link.InnerTextAsync()).ShouldBe(made.Name);
        made.Uris.ShouldNotBeEmpty();

        // On another day, before any photo.
        await visit.Page.ReloadAsync();
        await visit.Page.ClickAsync("#kept-open");
        await visit.Page.ClickAsync("#kept-spotify");
        await visit.Page.Locator("text=Your Spotify account is forgotten.").WaitForAsync();
        fakes.Playlists.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_visitor_who_says_no_at_Spotify_is_told_that_nothing_was_connected()
    {
        await using var fakes = await FakeServices.StartAsync(settings => settings.DenyAuthorization = true, TestContext.Current.CancellationToken);
        await using var server = await PageServer.StartAsync(Settings(fakes));
        await using var visit = await site.VisitAsync(server: server);
        await visit.Page.RouteAsync("https://**", route => route.AbortAsync());
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();

        var back = await visit.Page.RunAndWaitForPopupAsync(() => visit.Page.ClickAsync("#playlist-save"));

        await back.Locator("text=You said no, so nothing was connected.").WaitForAsync();
        fakes.Playlists.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_an_app_at_Spotify_there_is_no_button()
    {
        await using var visit = await site.VisitAsync();
        await visit.AnsweredAsync("/api/v2/spotify", () => visit.ChooseAsync(Photo));
        await visit.ResultAsync();

        (await visit.Page.Locator("#playlist-save").IsVisibleAsync()).ShouldBeFalse();
        visit.ShouldBeClean();
    }

    private static string[] Settings(FakeServices fakes) =>
        [.. fakes.StoryBeatsSettings.Select(setting => $"--{setting.Key}={setting.Value}"), "--Spotify:Prewarm=false"];
}
