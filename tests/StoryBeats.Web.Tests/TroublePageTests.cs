using Microsoft.Playwright;

namespace StoryBeats.Web.Tests;

/// <summary>What goes wrong on the way is said in words, with what to do, and costs nothing that is on the page.</summary>
public sealed class TroublePageTests(Site site) : IClassFixture<Site>
{
    private static readonly byte[] Photo = DuskLandscape.Jpeg(480, 360);
    private static readonly byte[] OtherPhoto = DuskLandscape.Jpeg(640, 360);

    [Fact]
    public async Task A_photo_too_large_to_send_is_not_sent()
    {
        await using var visit = await site.VisitAsync();
        var sent = false;
        visit.Page.Request += (_, request) => sent |= request.Method == "POST";
        // No browser here decodes HEIC: it would go as it is.
        var large = new byte[(16 * 1024 * 1024) + 1];
        "\0\0\0\u0018ftypheic"u8.CopyTo(large);

        await visit.ChooseAsync(large, "large.heic", "image/heic");
        await visit.Problem.WaitForAsync();

        (await visit.Problem.InnerTextAsync()).ShouldContain("16 MB");
        sent.ShouldBeFalse();
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Too_many_photos_say_how_long_to_wait_and_leave_the_songs()
    {
        await using var server = await PageServer.StartAsync("--RateLimits:Enabled=true", "--RateLimits:AnalyzePerMinute=1");
        await using var visit = await site.VisitAsync(server: server);
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var before = await visit.SongNamesAsync();

        await visit.ChooseAsync(OtherPhoto);
        await visit.Problem.WaitForAsync();

        (await visit.Problem.InnerTextAsync()).ShouldMatch(@"Too many requests just now\. Try again in \d+ seconds?\.");
        (await visit.Page.Locator("#error button").First.IsDisabledAsync()).ShouldBeTrue();
        (await visit.SongNamesAsync()).ShouldBe(before);
        visit.ShouldBeClean("status of 429");
    }

    [Theory]
    [InlineData("busy", "en-IN", "Too many photos are being looked at")]
    [InlineData("busy", "hi-IN", "बहुत सारी फ़ोटो देखी जा रही हैं")]
    [InlineData("database_away", "en-IN", "Our database does not answer")]
    [InlineData("database_away", "hi-IN", "डेटाबेस अभी जवाब नहीं दे रहा")]
    [InlineData("try_again", "en-IN", "lost on its way")]
    [InlineData("try_again", "hi-IN", "रास्ते में खो गया")]
    public async Task A_server_in_trouble_is_told_in_the_pages_words_and_asked_again(string code, string locale, string words)
    {
        await using var visit = await site.VisitAsync(locale: locale);
        await visit.Page.RouteAsync("**/api/v2/recommendations", route => route.FulfillAsync(new RouteFulfillOptions
        {
            Status = 503,
            ContentType = "application/json",
            Body = $$"""{"error":"The server's own words.","code":"{{code}}"}""",
        }));

        await visit.ChooseAsync(Photo);
        await visit.Problem.WaitForAsync();
        (await visit.Problem.InnerTextAsync()).ShouldContain(words);
        await visit.Page.UnrouteAllAsync();
        await visit.Page.Locator("#error button").First.ClickAsync();
        await visit.ResultAsync();

        visit.ShouldBeClean("status of 503");
    }

    [Fact]
    public async Task Offline_midway_is_said_and_the_same_photo_is_asked_again_once_connected()
    {
        await using var visit = await site.VisitAsync();
        await visit.Page.Context.SetOfflineAsync(true);

        await visit.ChooseAsync(Photo);
        await visit.Problem.WaitForAsync();
        (await visit.Problem.InnerTextAsync()).ShouldContain("offline");
        await visit.Page.Context.SetOfflineAsync(false);
        await visit.Page.ClickAsync("#error button");
        await visit.ResultAsync();

        (await visit.Songs.CountAsync()).ShouldBe(5);
        (await visit.Problem.CountAsync()).ShouldBe(0);
        visit.ShouldBeClean("ERR_INTERNET_DISCONNECTED", "dynamically imported module");
    }

    [Fact]
    public async Task Five_more_offline_leave_the_songs_and_come_when_asked_again()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();

        await visit.Page.Context.SetOfflineAsync(true);
        await visit.Page.ClickAsync("#more");
        await visit.Problem.WaitForAsync();
        (await visit.Songs.CountAsync()).ShouldBe(5);
        await visit.Page.Context.SetOfflineAsync(false);
        await visit.Page.ClickAsync("#more-area #error button");
        await visit.Songs.Nth(9).WaitForAsync();

        (await visit.SongNamesAsync()).ShouldBeUnique(StringComparer.Ordinal);
        visit.ShouldBeClean("ERR_INTERNET_DISCONNECTED");
    }

    [Fact]
    public async Task A_session_that_is_gone_offers_to_read_the_photo_again()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var session = await visit.SessionAsync();
        (await site.Server.Client.DeleteAsync($"/api/v2/sessions/{session}", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        await visit.Page.ClickAsync("#more");
        await visit.Problem.WaitForAsync();
        await visit.AnsweredAsync("/api/v2/recommendations", () => visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Read the photo again" }).ClickAsync());
        await visit.ResultAsync();

        (await visit.Songs.CountAsync()).ShouldBe(5);
        visit.ShouldBeClean("status of 404");
    }

    [Fact]
    public async Task Two_tabs_have_songs_of_their_own_and_share_what_is_kept_on_the_device()
    {
        await using var visit = await site.VisitAsync();
        var other = await visit.AnotherTabAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await other.ChooseAsync(OtherPhoto);
        await other.ResultAsync();

        (await other.SessionAsync()).ShouldNotBe(await visit.SessionAsync(), StringComparer.Ordinal);
        await visit.Page.ClickAsync("#more");
        await visit.Songs.Nth(9).WaitForAsync();
        (await other.Songs.CountAsync()).ShouldBe(5);
        (await visit.SongNamesAsync()).ShouldBeUnique(StringComparer.Ordinal);

        // A language chosen in one tab is the other's for its next photo.
        await visit.AnsweredAsync($"/api/v2/sessions/{await visit.SessionAsync()}/refine", () => visit.Page.CheckAsync("#languages input[value=Tamil]", new PageCheckOptions { Force = true }));
        await other.AnsweredAsync("/api/v2/recommendations", () => other.ChooseAsync(Photo));
        await other.ResultAsync();
        (await other.Songs.Locator(".song-meta").AllInnerTextsAsync()).ShouldAllBe(about => about.Contains("Tamil", StringComparison.Ordinal));
        visit.ShouldBeClean();
        other.ShouldBeClean();
    }
}
