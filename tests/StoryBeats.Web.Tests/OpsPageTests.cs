using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace StoryBeats.Web.Tests;

public sealed class OpsPageTests(Site site) : IClassFixture<Site>
{
    private const string Token = "a-token-of-twenty-four-letters";
    private const string ScreenshotFolder = "STORYBEATS_SCREENSHOTS";
    private static readonly byte[] Photo = DuskLandscape.Jpeg(320, 240);

    [Fact]
    public async Task Before_a_photo_no_figure_is_invented()
    {
        await using var server = await StartAsync("--StoryBeats:WarmUp=false");
        await using var visit = await site.VisitAsync(path: "/ops", server: server);
        await visit.ResultAsync();

        var first = visit.Page.Locator("[data-goal='First photo, P95']");

        (await first.InnerTextAsync()).ShouldContain("No figure yet");
        (await first.InnerTextAsync()).ShouldContain("Target: at most 7 s");
        (await visit.Page.Locator(".goal").CountAsync()).ShouldBe(await visit.Page.Locator(".goal[data-level='none']").CountAsync());
        visit.ShouldBeClean();
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task Figures_come_by_themselves_each_beside_its_target(int width, ColorScheme scheme)
    {
        await using var server = await StartAsync();
        await using var visit = await site.VisitAsync(width, path: "/ops", server: server, scheme: scheme);
        await visit.ResultAsync();

        await server.AnalyzeAsync(Photo);
        await server.AnalyzeAsync(Photo);

        foreach (var (goal, target) in new[]
        {
            ("First photo, P95", "at most 7 s"), ("Known photo, P95", "at most 2 s"), ("Error rate", "under 1 %"), ("Cache hit rate", "over 60 %"), ("Spotify calls a photo, P95", "under 30"),
        })
        {
            var card = visit.Page.Locator($"[data-goal='{goal}']:not([data-level='none'])");
            await card.WaitForAsync();
            var text = await card.InnerTextAsync();
            text.ShouldContain($"Target: {target}");
            // In words, and not by colour alone.
            text.ShouldMatch("within target|close to its target|misses its target");
        }

        (await visit.Page.Locator("[data-goal='First photo, P95'] svg path").First.GetAttributeAsync("d")).ShouldNotBeNullOrEmpty();
        (await visit.Page.Locator(".panel:has(h2:text('Caches'))").InnerTextAsync()).ShouldContain("vibe");
        (await visit.Page.Locator(".panel:has(h2:text('Queues'))").InnerTextAsync()).ShouldContain("writes");
        (await visit.Page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")).ShouldBe(width);
        var axe = await visit.Page.RunAxe(AccessibilityTests.Rules);
        axe.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id} ({violation.Help}) at {node.Html}")).ShouldBeEmpty();
        if (Environment.GetEnvironmentVariable(ScreenshotFolder) is { Length: > 0 } folder)
        {
            var screenshot = await visit.Page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true });
            await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(folder).FullName, $"ops-{width}-{scheme}.png".ToLowerInvariant()), screenshot, TestContext.Current.CancellationToken);
        }

        visit.ShouldBeClean();
    }

    [Fact]
    public async Task A_token_is_asked_for_and_a_hidden_page_does_not_ask_on()
    {
        await using var server = await StartAsync($"--Admin:Token={Token}");
        await using var visit = await site.VisitAsync(path: "/ops", server: server);
        await visit.Page.Locator("#token-form").WaitForAsync();
        (await visit.Page.Locator("#report").IsVisibleAsync()).ShouldBeFalse();
        await visit.Page.FillAsync("#token", Token);
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ResultAsync();
        var asked = 0;
        visit.Page.Request += (_, request) => asked += request.Url.EndsWith("/api/stats", StringComparison.Ordinal) ? 1 : 0;

        await visit.Page.RunAndWaitForRequestAsync(() => Task.CompletedTask, request => request.Url.EndsWith("/api/stats", StringComparison.Ordinal));
        await HideAsync(hidden: true);
        // One may be on its way.
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var before = asked;
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        asked.ShouldBe(before);
        await visit.Page.RunAndWaitForRequestAsync(() => HideAsync(hidden: false), request => request.Url.EndsWith("/api/stats", StringComparison.Ordinal));

        (await visit.Page.EvaluateAsync<string>("() => JSON.stringify(localStorage) + document.cookie + location.href + document.documentElement.outerHTML")).ShouldNotContain(Token);
        visit.ShouldBeClean("status of 401");

        Task HideAsync(bool hidden) => visit.Page.EvaluateAsync(
            "hidden => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden }); document.dispatchEvent(new Event('visibilitychange')); }", hidden);
    }

    private static async Task<PageServer> StartAsync(params string[] settings)
    {
        Assert.SkipUnless(Site.HasBrowser, "There is no Chromium.");
        return await PageServer.StartAsync(settings);
    }
}
