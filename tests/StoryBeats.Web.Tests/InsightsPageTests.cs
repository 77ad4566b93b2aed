using Microsoft.Playwright;
using NetVips;

namespace StoryBeats.Web.Tests;

public sealed class InsightsPageTests(Site site) : IClassFixture<Site>
{
    private const string Token = "a-token-of-twenty-four-letters";
    private const string ScreenshotFolder = "STORYBEATS_SCREENSHOTS";

    [Fact]
    public async Task Without_a_photo_it_says_what_will_appear()
    {
        await using var server = await StartAsync();
        await using var visit = await site.VisitAsync(path: "/insights", server: server);

        await visit.Page.Locator(".empty").WaitForAsync();

        (await visit.Page.Locator(".empty").InnerTextAsync()).ShouldContain("moods, artists, languages and hours");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Figures_are_text_beside_their_drawings()
    {
        await using var server = await StartAsync();
        await FillAsync(server, photos: 4);
        await using var visit = await site.VisitAsync(path: "/insights", server: server);
        await visit.ResultAsync();

        var titles = await visit.Page.Locator(".panel h2").AllInnerTextsAsync();
        titles.ShouldBe(["Worth a look", "By hour", "By mood", "Why not", "Felt different", "By language", "By artist"]);
        (await visit.Page.Locator(".tiles").InnerTextAsync()).ShouldContain("Like rate");
        var moods = await visit.Page.Locator(".panel:has(h2:text('By mood'))").InnerTextAsync();
        foreach (var mood in (string[])["romantic", "energetic", "peaceful", "melancholic", "happy", "confident", "nostalgic", "dreamy", "moody"])
            moods.ShouldContain(mood, Case.Insensitive);
        (await visit.Page.Locator(".panel:has(h2:text('By mood')) svg.bar-chart rect.like").CountAsync()).ShouldBeGreaterThan(0);
        (await visit.Page.Locator(".panel:has(h2:text('Why not')) tbody").InnerTextAsync()).ShouldContain("Too slow");
        (await visit.Page.Locator(".panel:has(h2:text('Felt different')) tbody").InnerTextAsync()).ShouldContain("→");
        (await visit.Page.Locator("svg:not([aria-hidden])").CountAsync()).ShouldBe(0);
        await visit.Page.CheckAsync("#days input[value='7']", new PageCheckOptions { Force = true });
        await visit.ResultAsync();
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task A_token_is_asked_for_kept_in_the_tab_alone_and_can_be_forgotten()
    {
        await using var server = await StartAsync($"--Admin:Token={Token}");
        await FillAsync(server, photos: 1);
        await using var visit = await site.VisitAsync(path: "/insights", server: server);
        await visit.Page.Locator("#token-form").WaitForAsync();
        (await visit.Page.Locator("#report").IsVisibleAsync()).ShouldBeFalse();

        await SendTokenAsync("not-the-token");
        await visit.Page.GetByText("That is not the token").WaitForAsync();
        await SendTokenAsync(Token);
        await visit.Page.Locator(".tiles").WaitForAsync();

        (await visit.Page.EvaluateAsync<string>("() => JSON.stringify(localStorage) + document.cookie + location.href + document.documentElement.outerHTML")).ShouldNotContain(Token);
        await visit.Page.ReloadAsync();
        await visit.Page.Locator(".tiles").WaitForAsync();
        await visit.Page.ClickAsync("#forget-token");
        await visit.Page.Locator("#token-form").WaitForAsync();
        (await visit.Page.EvaluateAsync<int>("() => sessionStorage.length")).ShouldBe(0);
        visit.ShouldBeClean("status of 401");

        async Task SendTokenAsync(string token)
        {
            await visit.Page.FillAsync("#token", token);
            await visit.Page.Keyboard.PressAsync("Enter");
        }
    }

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Nothing_scrolls_sideways(int width)
    {
        await using var server = await StartAsync();
        await FillAsync(server, photos: 2);
        await using var visit = await site.VisitAsync(width, 800, "/insights", server);
        await visit.ResultAsync();

        await visit.Page.Locator("details summary").First.ClickAsync();

        (await visit.Page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")).ShouldBe(width);
    }

    [Fact]
    public async Task Screenshots_show_real_sums()
    {
        var folder = Environment.GetEnvironmentVariable(ScreenshotFolder);
        await using var server = await StartAsync();
        await FillAsync(server, photos: string.IsNullOrEmpty(folder) ? 1 : 24);
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            foreach (var (width, height, name) in ((int, int, string)[])[(1280, 900, "wide"), (390, 844, "phone")])
            {
                await using var visit = await site.VisitAsync(width, height, "/insights", server, scheme);
                await visit.ResultAsync();
                var screenshot = await visit.Page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true });

                screenshot.Length.ShouldBeGreaterThan(10_000);
                if (!string.IsNullOrEmpty(folder))
                    await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(folder).FullName, $"insights-{name}-{scheme}.png".ToLowerInvariant()), screenshot, TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task<PageServer> StartAsync(params string[] settings)
    {
        Assert.SkipUnless(Site.HasBrowser, "There is no Chromium.");
        return await PageServer.StartAsync(settings);
    }

    private static async Task FillAsync(PageServer server, int photos)
    {
        string[] reasons = ["too_slow", "wrong_mood", "not_this_artist", "too_fast", "overplayed", "wrong_language"];
        string[] moods = ["happy", "moody", "dreamy"];
        var random = new Random(7);
        for (var photo = 0; photo < photos; photo++)
        {
            var (session, songs) = await server.AnalyzeAsync(Plain(random.Next(256), random.Next(256), random.Next(256)));
            foreach (var song in songs.Skip(1).Take(3))
                await server.SayAsync(session, song, random.NextDouble() < .68 ? 1 : -1);
            await server.SayAsync(session, songs[0], -1, reasons[photo * photo % reasons.Length]);
            await server.OpenAsync(session, songs[4]);
            if (photo % 3 == 0)
                await server.CorrectAsync(session, moods[photo / 3 % moods.Length]);
        }
    }

    private static byte[] Plain(double red, double green, double blue)
    {
        using var black = Image.Black(120, 90, bands: 3);
        using var colored = black + new[] { red, green, blue };
        using var bytes = colored.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return bytes.JpegsaveBuffer();
    }
}
