using Microsoft.Playwright;

namespace StoryBeats.Web.Tests;

public sealed class FeedbackPageTests(Site site) : IClassFixture<Site>
{
    private static readonly byte[] Photo = DuskLandscape.Jpeg(480, 360);

    [Fact]
    public async Task A_song_is_liked_with_one_press_and_the_last_press_counts()
    {
        await using var visit = await site.VisitAsync();
        var session = await OpenAsync(visit);
        var (like, dislike) = (visit.Songs.First.Locator(".like"), visit.Songs.First.Locator(".dislike"));

        await visit.AnsweredAsync("/api/feedback", () => like.ClickAsync());

        (await like.GetAttributeAsync("aria-pressed")).ShouldBe("true");
        var kept = (await site.Server.FeedbackAsync(session)).ShouldHaveSingleItem();
        kept.GetProperty("weight").GetDouble().ShouldBe(1);

        await visit.AnsweredAsync("/api/feedback", () => dislike.ClickAsync());

        (await like.GetAttributeAsync("aria-pressed")).ShouldBe("false");
        (await dislike.GetAttributeAsync("aria-pressed")).ShouldBe("true");
        (await site.Server.FeedbackAsync(session)).ShouldHaveSingleItem().GetProperty("weight").GetDouble().ShouldBe(-1);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task After_a_dislike_the_keyboard_may_say_why()
    {
        await using var visit = await site.VisitAsync();
        var session = await OpenAsync(visit);
        var song = visit.Songs.Nth(1);
        (await song.Locator(".why").IsVisibleAsync()).ShouldBeFalse();

        await song.Locator(".dislike").FocusAsync();
        await visit.AnsweredAsync("/api/feedback", () => visit.Page.Keyboard.PressAsync("Enter"));
        await song.Locator(".why").WaitForAsync();
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.AnsweredAsync("/api/feedback", () => visit.Page.Keyboard.PressAsync("Space"));

        (await song.Locator(".pill[aria-pressed=true]").InnerTextAsync()).ShouldBe("Too slow");
        (await site.Server.FeedbackAsync(session)).ShouldHaveSingleItem().GetProperty("reason").GetString().ShouldBe("too_slow");
        (await visit.Page.Locator("#status").InnerTextAsync()).ShouldContain("too slow");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task A_mood_that_felt_otherwise_changes_the_reading_and_the_songs_and_leaves_what_was_liked()
    {
        await using var visit = await site.VisitAsync();
        var session = await OpenAsync(visit);
        var before = await visit.SongNamesAsync();
        await visit.AnsweredAsync("/api/feedback", () => visit.Songs.Nth(2).Locator(".like").ClickAsync());

        await visit.Page.ClickAsync("#felt summary");
        var felt = visit.Page.Locator("#felt-moods .pill:visible").First;
        var mood = await felt.GetAttributeAsync("data-mood");
        await felt.ClickAsync();
        await visit.Songs.Nth(5).WaitForAsync();

        var after = await visit.SongNamesAsync();
        after.Count.ShouldBe(6);
        after[0].ShouldBe(before[2]);
        after.Skip(1).Intersect(before, StringComparer.Ordinal).ShouldBeEmpty();
        (await visit.Page.Locator("#felt-moods .pill").EvaluateAllAsync<string[]>("all => all.filter(one => one.hidden).map(one => one.dataset.mood)"))
            .ShouldBe([mood!]);
        (await site.Server.FeedbackAsync(session)).ShouldContain(entry => entry.GetProperty("felt").GetString() == mood);
        await visit.Page.ClickAsync("#more");
        await visit.Songs.Nth(10).WaitForAsync();
        (await visit.SongNamesAsync()).ShouldBeUnique(StringComparer.Ordinal);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task What_is_done_is_told_in_passing()
    {
        await using var visit = await site.VisitAsync();
        await visit.Page.Context.RouteAsync(url => url.Contains("spotify.com", StringComparison.Ordinal), route => route.FulfillAsync(new RouteFulfillOptions { Body = "" }));
        var session = await OpenAsync(visit);

        await visit.AnsweredAsync("/api/feedback/implicit", () => visit.Page.ClickAsync("#more"));
        await visit.Songs.Nth(9).WaitForAsync();
        await visit.Songs.First.Locator(".song-more").ClickAsync();
        await visit.AnsweredAsync("/api/feedback/implicit", () => visit.Songs.First.Locator(".song-links a").First.ClickAsync());

        (await site.Server.FeedbackAsync(session)).Select(entry => entry.GetProperty("signal").GetString()).ShouldBe(["load_more", "spotify_click"]);
    }

    [Fact]
    public async Task A_preview_heard_to_its_end_is_told()
    {
        await using var visit = await site.VisitAsync();
        var session = "";
        await visit.Page.RouteAsync("**/api/v2/recommendations", async route =>
        {
            var response = await route.FetchAsync();
            var body = await response.TextAsync();
            session = body.Split("\"session_id\":\"")[1].Split('"')[0];
            await route.FulfillAsync(new RouteFulfillOptions
            {
                Response = response,
                Body = body.Replace("\"preview_url\":null", "\"preview_url\":\"https://previews.example/a.wav\"", StringComparison.Ordinal),
            });
        });
        await visit.Page.RouteAsync("https://previews.example/**", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "audio/wav", BodyBytes = ShortSilence() }));
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();

        await visit.AnsweredAsync("/api/feedback/implicit", () => visit.Songs.First.Locator(".play").ClickAsync());
        for (var wait = 0; wait < 50 && (await site.Server.FeedbackAsync(session)).Count < 2; wait++)
            await visit.Page.WaitForTimeoutAsync(100);

        (await site.Server.FeedbackAsync(session)).Select(entry => entry.GetProperty("signal").GetString()).ShouldBe(["preview_play", "preview_complete"], ignoreOrder: true);
        (await visit.Songs.First.Locator(".play").InnerTextAsync()).ShouldBe("Play");
    }

    [Fact]
    public async Task Feedback_that_fails_is_a_quiet_line_and_takes_the_press_back()
    {
        await using var visit = await site.VisitAsync();
        await OpenAsync(visit);
        await visit.Page.RouteAsync("**/api/feedback", route => route.FulfillAsync(new RouteFulfillOptions
        {
            Status = 429,
            ContentType = "application/json",
            Body = "{\"error\": \"Too many requests.\"}",
        }));

        await visit.Songs.First.Locator(".like").ClickAsync();
        var line = visit.Songs.First.Locator(".verdict-line");
        await line.WaitForAsync();

        (await line.InnerTextAsync()).ShouldContain("Too many requests");
        (await visit.Songs.First.Locator(".like").GetAttributeAsync("aria-pressed")).ShouldBe("false");
        (await visit.Problem.CountAsync()).ShouldBe(0);
        (await visit.Songs.CountAsync()).ShouldBe(5);
        visit.ShouldBeClean("status of 429");
    }

    [Fact]
    public async Task A_visitor_is_remembered_on_request_sees_all_of_it_and_is_forgotten()
    {
        await using var visit = await site.VisitAsync();
        (await visit.Page.Context.CookiesAsync()).ShouldBeEmpty();

        await visit.AnsweredAsync("/api/v2/profile", () => visit.Page.CheckAsync("#remember", new PageCheckOptions { Force = true }));
        var cookie = (await visit.Page.Context.CookiesAsync()).ShouldHaveSingleItem();
        (cookie.HttpOnly, cookie.SameSite).ShouldBe((true, SameSiteAttribute.Lax));
        var session = await OpenAsync(visit);
        await visit.AnsweredAsync("/api/feedback", () => visit.Songs.First.Locator(".like").ClickAsync());
        await visit.Page.ReloadAsync();
        (await visit.Page.IsCheckedAsync("#remember")).ShouldBeTrue();

        await visit.Page.ClickAsync("#kept-open");
        await visit.Page.Locator(".kept-list > li").WaitForAsync();
        (await visit.Page.Locator("#kept-body").InnerTextAsync()).ShouldContain("liked");
        (await visit.Page.Locator(".kept-list ul li").CountAsync()).ShouldBe(5);
        await visit.Page.ClickAsync("#kept-delete");
        await visit.Page.ClickAsync("#kept-delete");
        await visit.Page.GetByText("All of it is deleted").WaitForAsync();
        await visit.Page.ClickAsync("#kept-close");

        (await visit.Page.Context.CookiesAsync()).ShouldBeEmpty();
        (await visit.Page.IsCheckedAsync("#remember")).ShouldBeFalse();
        using var gone = await site.Server.Client.GetAsync($"/api/v2/sessions/{session}", TestContext.Current.CancellationToken);
        ((int)gone.StatusCode).ShouldBe(404);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task The_switch_forgets_too()
    {
        await using var visit = await site.VisitAsync();
        await visit.AnsweredAsync("/api/v2/profile", () => visit.Page.CheckAsync("#remember", new PageCheckOptions { Force = true }));
        await OpenAsync(visit);

        await visit.AnsweredAsync("/api/v2/profile", () => visit.Page.UncheckAsync("#remember", new PageUncheckOptions { Force = true }));
        await visit.Page.WaitForSelectorAsync("body[data-state=idle]");

        (await visit.Page.Context.CookiesAsync()).ShouldBeEmpty();
        (await visit.Page.Locator("#memory-line").InnerTextAsync()).ShouldContain("Forgotten");
    }

    [Fact]
    public async Task Without_a_profile_the_photo_on_the_page_can_be_seen_and_deleted()
    {
        await using var visit = await site.VisitAsync();
        await visit.Page.ClickAsync("#kept-open");
        await visit.Page.GetByText("On the server, nothing that can be told to be yours.").WaitForAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        var session = await OpenAsync(visit);

        await visit.Page.ClickAsync("#kept-open");
        await visit.Page.Locator(".kept-list > li").WaitForAsync();
        await visit.Page.ClickAsync("#kept-delete");
        await visit.Page.ClickAsync("#kept-delete");
        await visit.Page.GetByText("All of it is deleted").WaitForAsync();
        await visit.Page.ClickAsync("#kept-close");

        await visit.Page.WaitForSelectorAsync("body[data-state=idle]");
        using var gone = await site.Server.Client.GetAsync($"/api/v2/sessions/{session}", TestContext.Current.CancellationToken);
        ((int)gone.StatusCode).ShouldBe(404);
        await OpenAsync(visit);
        visit.ShouldBeClean();
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task Nothing_scrolls_sideways_with_everything_open(int width)
    {
        await using var visit = await site.VisitAsync(width, 800);
        await OpenAsync(visit);

        await visit.AnsweredAsync("/api/feedback", () => visit.Songs.First.Locator(".dislike").ClickAsync());
        await visit.Page.ClickAsync("#felt summary");
        await visit.AnsweredAsync("/api/v2/profile", () => visit.Page.CheckAsync("#remember", new PageCheckOptions { Force = true }));

        (await visit.Page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")).ShouldBe(width);
    }

    [Fact]
    public async Task Screenshots_show_what_can_be_said()
    {
        var folder = Environment.GetEnvironmentVariable("STORYBEATS_SCREENSHOTS");
        foreach (var (width, height, name, scheme) in ((int, int, string, ColorScheme)[])
            [(1280, 900, "wide-light", ColorScheme.Light), (390, 844, "phone-light", ColorScheme.Light), (1280, 900, "wide-dark", ColorScheme.Dark), (390, 844, "phone-dark", ColorScheme.Dark)])
        {
            await using var visit = await site.VisitAsync(width, height, scheme: scheme);
            await OpenAsync(visit);
            await visit.AnsweredAsync("/api/feedback", () => visit.Songs.First.Locator(".like").ClickAsync());
            await visit.AnsweredAsync("/api/feedback", () => visit.Songs.Nth(1).Locator(".dislike").ClickAsync());
            await visit.AnsweredAsync("/api/feedback", () => visit.Songs.Nth(1).Locator(".pill").Nth(1).ClickAsync());
            await visit.Page.ClickAsync("#felt summary");
            await visit.AnsweredAsync("/api/v2/profile", () => visit.Page.CheckAsync("#remember", new PageCheckOptions { Force = true }));
            await visit.Page.EvaluateAsync("() => { document.activeElement.blur(); scrollTo(0, 0); }");
            var page = await visit.Page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true });
            await visit.Page.ClickAsync("#kept-open");
            await visit.Page.Locator(".kept-list > li").WaitForAsync();
            var kept = await visit.Page.ScreenshotAsync();

            page.Length.ShouldBeGreaterThan(10_000);
            if (!string.IsNullOrEmpty(folder))
            {
                await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(folder).FullName, $"feedback-{name}.png"), page, TestContext.Current.CancellationToken);
                await File.WriteAllBytesAsync(Path.Combine(folder, $"kept-{name}.png"), kept, TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task<string> OpenAsync(Visit visit)
    {
        await visit.AnsweredAsync("/api/v2/recommendations", () => visit.ChooseAsync(Photo));
        await visit.ResultAsync();
        return await visit.SessionAsync();
    }

    // A tenth of a second of 8 kHz, 8 bit, mono.
    private static byte[] ShortSilence()
    {
        const int Samples = 800;
        using var wav = new MemoryStream();
        using var writer = new BinaryWriter(wav);
        writer.Write("RIFF"u8);
        writer.Write(36 + Samples);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(8000);
        writer.Write(8000);
        writer.Write((short)1);
        writer.Write((short)8);
        writer.Write("data"u8);
        writer.Write(Samples);
        writer.Write(Enumerable.Repeat((byte)128, Samples).ToArray());
        return wav.ToArray();
    }
}
