using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using StoryBeats.Fakes.Models;
using StoryBeats.SecondLook;

namespace StoryBeats.Web.Tests;

/// <summary>What a visitor sees while a model looks at their photo, and once it has.</summary>
public sealed class ModelPageTests(Site site) : IClassFixture<Site>
{
    private const string ScreenshotFolder = "STORYBEATS_SCREENSHOTS";
    private const string Stages = "/api/v2/recommendations";

    // As the browser happens to notice it.
    private static readonly string[] Broken = ["ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_CONNECTION_RESET"];
    private static readonly byte[] Photo = DuskLandscape.Jpeg(480, 360);

    [Fact]
    public async Task First_songs_are_there_before_the_model_answers_and_what_stays_keeps_its_place()
    {
        await using var page = await ModelPage.StartAsync();
        await page.SayAsReadHereAsync(Photo, energyAdded: .12);
        await using var visit = await site.VisitAsync(server: page.Server);
        await visit.Page.GetByText("Photos are also read by Claude (Anthropic) at 127.0.0.1.").WaitForAsync();

        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        (await LineAsync(visit)).ShouldBe("First songs. Claude is still looking at the photo…");
        (await visit.Page.GetAttributeAsync("#more", "aria-disabled")).ShouldBe("true");
        (await visit.Page.Locator("#vibe-body").InnerTextAsync()).ShouldContain("Read on this server so far. Claude is still looking.");
        var first = await IdsAsync(visit);
        first.Count.ShouldBe(5);
        foreach (var song in await visit.Songs.AllAsync())
            await visit.AnsweredAsync("/api/feedback", () => song.Locator(".like").ClickAsync());
        await visit.Page.EvaluateAsync("() => { for (const item of document.querySelectorAll('#songs > li')) item.before = item.dataset.song; }");

        page.Answer();
        await RefinedAsync(visit);

        // All of them were liked, so all of them stay; the model's own come first.
        var now = await IdsAsync(visit);
        now.ShouldBeUnique(StringComparer.Ordinal);
        first.Except(now, StringComparer.Ordinal).ShouldBeEmpty();
        var fresh = now.Except(first, StringComparer.Ordinal).Count();
        fresh.ShouldBeInRange(1, 5);
        (await LineAsync(visit)).ShouldBe($"Claude has looked at the photo: {fresh} {(fresh == 1 ? "song" : "songs")} changed.");
        (await visit.Page.EvaluateAsync<bool>("ids => ids.every(id => [...document.querySelectorAll('#songs > li')].some(item => item.before === id && item.dataset.song === id && item.dataset.verdict === 'liked'))", first)).ShouldBeTrue();
        (await visit.Page.Locator("#vibe-body").InnerTextAsync()).ShouldContain("Read by Claude.");
        (await visit.Page.GetAttributeAsync("#more", "aria-disabled")).ShouldBeNull();
        await visit.Page.ClickAsync("#more");
        await visit.Songs.Nth(now.Count + 4).WaitForAsync();
        (await IdsAsync(visit)).ShouldBeUnique(StringComparer.Ordinal);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task What_the_model_does_not_choose_leaves_and_the_focus_goes_nowhere()
    {
        await using var page = await ModelPage.StartAsync();
        await page.SayAsReadHereAsync(Photo, energyAdded: .12);
        await using var visit = await site.VisitAsync(390, 844, server: page.Server);
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await visit.Songs.Nth(2).Locator(".copy").FocusAsync();
        var focused = await visit.Songs.Nth(2).GetAttributeAsync("data-song");

        page.Answer();
        await RefinedAsync(visit);

        (await visit.Songs.CountAsync()).ShouldBe(5);
        var on = await visit.Page.EvaluateAsync<string?>("() => document.activeElement.closest('#songs > li')?.dataset.song ?? null");
        on.ShouldNotBeNull();
        if ((await IdsAsync(visit)).Contains(focused, StringComparer.Ordinal))
            on.ShouldBe(focused);
        (await visit.Page.Locator(".try-on[aria-pressed=true]").CountAsync()).ShouldBe(1);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Songs_stay_when_the_model_sees_the_same()
    {
        await using var page = await ModelPage.StartAsync();
        await page.SayAsReadHereAsync(Photo);
        await using var visit = await site.VisitAsync(server: page.Server);
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var first = await IdsAsync(visit);
        await visit.Page.EvaluateAsync("() => { window.first = [...document.querySelectorAll('#songs > li')]; }");

        page.Answer();
        await RefinedAsync(visit);

        (await IdsAsync(visit)).ShouldBe(first, ignoreOrder: true);
        (await visit.Page.EvaluateAsync<bool>("() => window.first.every(item => item.isConnected)")).ShouldBeTrue();
        (await LineAsync(visit)).ShouldBe("Claude has looked at the photo: the songs stay.");
        (await visit.Page.Locator(".vibe-description").InnerTextAsync()).ShouldBe("A lake that a model has seen.");
        (await visit.Page.Locator("#status").TextContentAsync()).ShouldBe(await LineAsync(visit));
    }

    [Fact]
    public async Task What_a_model_says_is_text_and_never_markup()
    {
        const string attack = "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>";
        await using var page = await ModelPage.StartAsync();
        page.Model.Says = _ => JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["mood"] = "calm " + attack,
            ["cultural_vibe"] = "global",
            ["themes"] = new[] { attack },
            ["keywords"] = new[] { attack },
            ["genres"] = new[] { attack },
            ["description"] = "A lake. " + attack,
            ["music_style"] = attack,
            ["energy"] = .3,
            ["valence"] = .6,
        });
        await using var visit = await site.VisitAsync(server: page.Server);

        page.Answer();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await visit.Page.GetByText("Read by Claude.").WaitForAsync();

        (await visit.Page.Locator("#vibe img, #vibe script, #songs script, #songs img[src=x]").CountAsync()).ShouldBe(0);
        (await visit.Page.EvaluateAsync<bool>("() => 'hit' in window")).ShouldBeFalse();
        (await visit.Page.Locator(".vibe-description").InnerTextAsync()).ShouldStartWith("A lake.");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Five_more_say_how_sure_the_model_is_and_why()
    {
        const string reason = "It is as still as the lake. <img src=x onerror=\"window.hit=1\">";
        await using var page = await ModelPage.StartAsync(looksTwice: true);
        // The same songs: then the sixth of all is the first of five more.
        await page.SayAsReadHereAsync(Photo);
        var order = JsonSerializer.Serialize(new
        {
            reason,
            order = Enumerable.Range(6, 25).Concat(Enumerable.Range(1, 5)).Select(song => new { song, confidence = Math.Round(.93 - (song / 100.0), 2) }),
        });
        page.Model.Instead = call => call.OrdersSongs ? new FakeModel { Says = _ => order } : null;
        await using var visit = await site.VisitAsync(server: page.Server);
        page.Answer();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await ModelPage.UntilAsync(() => page.Fakes.Models.SecondLooks.Count == 1 && page.Server.Services.GetRequiredService<SecondLooks>().Count == 0);

        await visit.Page.ClickAsync("#more");
        await visit.Songs.Nth(9).WaitForAsync();

        var sixth = await visit.Songs.Nth(5).Locator(".song-reasons li").AllInnerTextsAsync();
        sixth[0].ShouldStartWith("It is as still as the lake.");
        sixth[^1].ShouldBe("Claude is 87% sure");
        (await visit.Page.Locator("#songs img[src=x]").CountAsync()).ShouldBe(0);
        (await visit.Page.EvaluateAsync<bool>("() => 'hit' in window")).ShouldBeFalse();
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task A_connection_that_breaks_costs_no_first_song()
    {
        await using var page = await ModelPage.StartAsync();
        await using var visit = await site.VisitAsync(server: page.Server);
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var first = await IdsAsync(visit);

        page.Server.Cut(Stages);
        await visit.Page.GetByText("The connection broke before Claude had looked. These songs stay.").First.WaitForAsync();

        (await IdsAsync(visit)).ShouldBe(first);
        (await visit.Problem.CountAsync()).ShouldBe(0);
        await visit.Page.ClickAsync("#more");
        await visit.Songs.Nth(9).WaitForAsync();
        visit.ShouldBeClean(Broken);
    }

    [Fact]
    public async Task A_model_that_fails_is_said_to_have_failed_and_the_songs_stay()
    {
        await using var page = await ModelPage.StartAsync();
        page.Model.Says = _ => "I would rather not say.";
        await using var visit = await site.VisitAsync(server: page.Server);
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var first = await IdsAsync(visit);

        page.Answer();
        await visit.Page.Locator("#looking", new PageLocatorOptions { HasText = "Claude could not read the photo: the songs stay." }).WaitForAsync();

        (await IdsAsync(visit)).ShouldBe(first);
        var read = await visit.Page.Locator("#vibe-body").InnerTextAsync();
        read.ShouldContain("Read on this server.");
        read.ShouldNotContain("no cloud");
        read.ShouldContain("So this machine read the photo.");
        visit.ShouldBeClean();
    }

    [Theory]
    [InlineData("Escape")]
    [InlineData("another photo")]
    [InlineData("another mood")]
    public async Task Whoever_does_not_wait_hangs_up(string how)
    {
        await using var page = await ModelPage.StartAsync();
        await using var visit = await site.VisitAsync(server: page.Server);
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await visit.Page.WaitForFunctionAsync("() => document.querySelector('#looking').textContent.startsWith('First songs')");
        await page.AskedAsync();

        await (how switch
        {
            "Escape" => visit.Page.Keyboard.PressAsync("Escape"),
            "another photo" => visit.ChooseAsync(DuskLandscape.Jpeg(400, 400), "second.jpg"),
            _ => CorrectAsync(visit),
        });

        await ModelPage.UntilAsync(() => page.Fakes.Models.Readings[0].ClientLeft);
        await visit.ResultAsync();
        (await visit.Songs.CountAsync()).ShouldBe(5);
        if (how is "Escape")
            (await LineAsync(visit)).ShouldBe("Stopped: these songs stay.");
        // Sent is sent.
        (await visit.Page.Locator("#vibe-body").InnerTextAsync()).ShouldNotContain("no cloud");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Five_more_wait_for_the_model()
    {
        await using var page = await ModelPage.StartAsync();
        await page.SayAsReadHereAsync(Photo);
        await using var visit = await site.VisitAsync(server: page.Server);
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var asked = 0;
        visit.Page.Request += (_, request) => asked += request.Url.EndsWith("/api/more-songs", StringComparison.Ordinal) ? 1 : 0;

        await visit.Page.ClickAsync("#more", new PageClickOptions { Force = true });
        page.Answer();
        await RefinedAsync(visit);
        asked.ShouldBe(0);
        await visit.Page.ClickAsync("#more");
        await visit.Songs.Nth(9).WaitForAsync();

        asked.ShouldBe(1);
    }

    [Theory]
    [InlineData("ollama", "localhost", "a model on this server")]
    [InlineData("ollama", "127.0.0.1", "a model on this server")]
    [InlineData("compatible", "[::1]", "a model on this server")]
    [InlineData("ollama", "gpu.example", "a model at gpu.example")]
    [InlineData("compatible", "127.gpu.example", "a model at 127.gpu.example")]
    [InlineData("mistral", "api.mistral.example", "mistral at api.mistral.example")]
    [InlineData("mistral", "127.0.0.2", "mistral on this server")]
    [InlineData("toString", "<b>host</b>", "toString at <b>host</b>")]
    [InlineData("anthropic", "api.anthropic.com", "Claude (Anthropic)")]
    [InlineData("anthropic", "proxy.example", "Claude (Anthropic) at proxy.example")]
    [InlineData("openai", "api.openai.com", "OpenAI (ChatGPT)")]
    [InlineData("openai", "localhost", "OpenAI (ChatGPT) at localhost")]
    public async Task Who_sees_a_photo_is_said_before_it_is_sent_and_where(string reader, string host, string name)
    {
        await using var visit = await site.VisitAsync();
        await visit.Page.RouteAsync("**/api/v2/readers", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "application/json",
            Body = JsonSerializer.Serialize(new { readers = new[] { reader, "local" }, models = new Dictionary<string, string>(StringComparer.Ordinal) { [reader] = "m" }, hosts = new Dictionary<string, string>(StringComparer.Ordinal) { [reader] = host } }),
        }));

        await visit.Page.ReloadAsync();
        await visit.Page.Locator("#readers:not([hidden])").WaitForAsync();

        (await visit.Page.Locator("#readers").InnerTextAsync()).ShouldBe($"Photos are also read by {name}.");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Events_are_read_however_they_are_cut()
    {
        await using var visit = await site.VisitAsync();

        var events = await visit.Page.EvaluateAsync<JsonElement>("""
            async () => {
              const { eventsOf } = await import('/js/events.js');
              const text = '\ufeff: hello\r\nevent: vibe\r\ndata: {"a":"é🎵"}\r\n\r\nid: 7\rdata:one\rdata: two\r\revent: songs\ndata\n\nevent: none\n\ndata: cut off\n';
              const bytes = new TextEncoder().encode(text);
              const all = [];
              for (const size of [1, 2, 3, 7, bytes.length]) {
                const body = new ReadableStream({ start(control) {
                  for (let at = 0; at < bytes.length; at += size) control.enqueue(bytes.slice(at, at + size));
                  control.close();
                } });
                const found = [];
                for await (const { name, data } of eventsOf(body)) found.push(`${name}|${data}`);
                all.push(found);
              }
              return all;
            }
            """);

        foreach (var found in events.EnumerateArray())
            found.EnumerateArray().Select(one => one.GetString()!).ShouldBe(["vibe|{\"a\":\"é🎵\"}", "message|one\ntwo", "songs|"]);
    }

    [Theory]
    [InlineData(390, 844, "phone")]
    [InlineData(1280, 900, "wide")]
    public async Task Nothing_scrolls_sideways_before_and_after(int width, int height, string name)
    {
        await using var page = await ModelPage.StartAsync();
        await page.SayAsReadHereAsync(Photo, energyAdded: .12, mood: "contemplative-melancholy");
        await using var visit = await site.VisitAsync(width, height, server: page.Server);
        await visit.Page.GetByText("Photos are also read by Claude (Anthropic) at 127.0.0.1.").WaitForAsync();
        await ShotAsync(visit, $"model-{name}-before.png");
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await visit.Page.Locator("#looking").ScrollIntoViewIfNeededAsync();
        (await WidthAsync()).ShouldBe(width);
        await ShotAsync(visit, $"model-{name}-draft.png");
        // Where the visitor looks, nothing moves.
        await visit.Page.EvaluateAsync("() => scrollTo({ top: document.querySelector('#songs').getBoundingClientRect().top + scrollY - 120, behavior: 'instant' })");
        var top = await TopAsync();

        page.Answer();
        await RefinedAsync(visit);

        (await WidthAsync()).ShouldBe(width);
        (await TopAsync()).ShouldBe(top, 2);
        await ShotAsync(visit, $"model-{name}-final.png");
        visit.ShouldBeClean();

        Task<int> WidthAsync() => visit.Page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)");
        Task<double> TopAsync() => visit.Page.EvaluateAsync<double>("() => document.querySelector('#songs').getBoundingClientRect().top");
    }

    private static async Task ShotAsync(Visit visit, string name)
    {
        if (Environment.GetEnvironmentVariable(ScreenshotFolder) is { Length: > 0 } folder)
            await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Directory.CreateDirectory(folder).FullName, name) });
    }

    private static async Task CorrectAsync(Visit visit)
    {
        await visit.Page.ClickAsync("#felt summary");
        await visit.AnsweredAsync($"/api/v2/sessions/{await visit.SessionAsync()}/mood", () => visit.Page.Locator("#felt-moods .pill:visible").First.ClickAsync());
    }

    private static Task RefinedAsync(Visit visit) =>
        visit.Page.WaitForFunctionAsync("() => document.querySelector('#looking').textContent.startsWith('Claude has looked')");

    private static Task<string> LineAsync(Visit visit) => visit.Page.Locator("#looking").InnerTextAsync();

    private static async Task<IReadOnlyList<string>> IdsAsync(Visit visit) =>
        await visit.Songs.EvaluateAllAsync<string[]>("items => items.map(item => item.dataset.song)");
}
