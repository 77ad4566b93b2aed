using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace StoryBeats.Web.Tests;

/// <summary>What a visitor wishes of the songs once they are there.</summary>
public sealed class TuningPageTests(Site site) : IClassFixture<Site>
{
    private const string Refusal = "{\"error\": \"Too many requests.\"}";

    private static readonly byte[] Photo = DuskLandscape.Jpeg(480, 360);

    [Fact]
    public async Task A_slider_chooses_other_songs_and_the_photo_is_not_sent_again()
    {
        await using var visit = await site.VisitAsync(390, 844);
        var calls = Calls(visit);
        await OpenAsync(visit);
        var before = await visit.SongNamesAsync();
        var photo = await ValueAsync(visit, "energy");

        await RefinedAsync(visit, () => visit.Page.FillAsync("#tune-energy", "0.95"));

        (await visit.SongNamesAsync()).ShouldNotBe(before);
        (await visit.Songs.CountAsync()).ShouldBe(5);
        calls.Count(path => path == "/api/v2/recommendations").ShouldBe(1);
        (await visit.Page.InnerTextAsync("#tuning output[for=tune-energy]")).ShouldBe("95%");
        (await visit.Page.TextContentAsync("#status"))!.ShouldStartWith("Five songs for a ");

        await RefinedAsync(visit, () => visit.Page.Locator(".tune", new PageLocatorOptions { Has = visit.Page.Locator("#tune-energy") }).Locator(".text-button").ClickAsync());

        (await visit.SongNamesAsync()).ShouldBe(before);
        (await ValueAsync(visit, "energy")).ShouldBe(photo);
        (await FocusedAsync(visit)).ShouldBe("tune-energy");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Sliders_begin_where_the_photo_is_and_the_keyboard_moves_them()
    {
        await using var visit = await site.VisitAsync();
        await OpenAsync(visit);
        var shown = await visit.Page.Locator("#vibe-body .measures dd").AllInnerTextsAsync();

        var sliders = await visit.Page.Locator("#tuning output").AllInnerTextsAsync();
        sliders[0].ShouldBe(shown[0].Trim());
        sliders[1].ShouldBe(shown[1].Trim());
        sliders[2].ShouldBe(shown[4].Trim());
        sliders.Skip(3).ShouldAllBe(text => text == "Any");
        await visit.Page.FocusAsync("#tune-freshness");
        await RefinedAsync(visit, () => visit.Page.Keyboard.PressAsync("ArrowRight"));

        (await ValueAsync(visit, "freshness")).ShouldBe(.55, .001);
        (await visit.Page.GetAttributeAsync("#tune-freshness", "aria-valuetext")).ShouldBe("55%");
        (await FocusedAsync(visit)).ShouldBe("tune-freshness");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task The_newest_wish_wins_and_never_are_two_asked_at_once()
    {
        await using var visit = await site.VisitAsync();
        await OpenAsync(visit);
        var asked = new ConcurrentQueue<double>();
        var (now, most) = (0, 0);
        await visit.Page.RouteAsync("**/refine", async route =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            asked.Enqueue(Energy(route.Request));
            var answer = await route.FetchAsync();
            await Task.Delay(60, TestContext.Current.CancellationToken);
            Interlocked.Decrement(ref now);
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
        });

        await visit.Page.EvaluateAsync("""
            async () => {
              const slider = document.querySelector('#tune-energy');
              for (let step = 0; step <= 20; step += 1) {
                slider.value = step / 20;
                slider.dispatchEvent(new Event('input', { bubbles: true }));
                await new Promise(done => requestAnimationFrame(done));
              }
            }
            """);
        await visit.Page.Locator(".measures dd", new PageLocatorOptions { HasText = "100%" }).First.WaitForAsync();
        await SettledAsync(visit);

        most.ShouldBe(1);
        asked.Last().ShouldBe(1);
        asked.Count.ShouldBeLessThan(21);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Languages_are_chosen_without_another_upload_and_stay_on_this_device()
    {
        await using var visit = await site.VisitAsync();
        var calls = Calls(visit);
        await OpenAsync(visit);

        await RefinedAsync(visit, () => visit.Page.CheckAsync("#languages input[value=Tamil]", new PageCheckOptions { Force = true }));

        (await LanguagesAsync(visit)).ShouldAllBe(text => text.Contains("Tamil", StringComparison.Ordinal));
        calls.Count(path => path == "/api/v2/recommendations").ShouldBe(1);
        await visit.Page.ReloadAsync();
        (await visit.Page.IsCheckedAsync("#languages input[value=Tamil]")).ShouldBeTrue();
        await OpenAsync(visit);
        (await LanguagesAsync(visit)).ShouldAllBe(text => text.Contains("Tamil", StringComparison.Ordinal));

        await RefinedAsync(visit, () => visit.Page.CheckAsync("#languages input[value='']", new PageCheckOptions { Force = true }));

        (await LanguagesAsync(visit)).ShouldContain(text => !text.Contains("Tamil", StringComparison.Ordinal));
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task All_languages_of_the_catalogue_can_be_chosen_five_at_once()
    {
        await using var visit = await site.VisitAsync(320, 640);
        await visit.Page.WaitForSelectorAsync("html[data-ready]");
        (await visit.Page.IsVisibleAsync("#languages input[value=Malayalam]")).ShouldBeFalse();

        await visit.Page.ClickAsync("#more-languages");
        foreach (var language in (string[])["Malayalam", "Bengali", "Kannada", "Marathi", "Spanish"])
            await visit.Page.CheckAsync($"#languages input[value={language}]", new PageCheckOptions { Force = true });

        (await visit.Page.IsDisabledAsync("#languages input[value=Korean]")).ShouldBeTrue();
        await visit.Page.ReloadAsync();
        await visit.Page.WaitForSelectorAsync("html[data-ready]");
        (await visit.Page.IsVisibleAsync("#languages input[value=Kannada]")).ShouldBeTrue();
        (await visit.Page.IsVisibleAsync("#languages input[value=Korean]")).ShouldBeFalse();
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task An_artist_that_was_banned_stays_away_until_allowed_again()
    {
        await using var visit = await site.VisitAsync();
        await OpenAsync(visit);
        var artist = await visit.Songs.First.Locator(".song-artist").InnerTextAsync();

        await RefinedAsync(visit, () => visit.Page.EvaluateAsync("async artist => (await import('/js/wishes.js')).ban('exclude_artists', artist)", artist));

        (await visit.SongNamesAsync()).ShouldAllBe(name => !name.EndsWith(artist, StringComparison.Ordinal));
        await visit.Page.ReloadAsync();
        await OpenAsync(visit);
        (await visit.SongNamesAsync()).ShouldAllBe(name => !name.EndsWith(artist, StringComparison.Ordinal));
        await visit.Page.ClickAsync("#kept-open");
        var kept = visit.Page.Locator(".kept-bans li");
        await kept.WaitForAsync();
        (await kept.InnerTextAsync()).ShouldStartWith(artist);

        await RefinedAsync(visit, () => kept.Locator("button").ClickAsync());

        (await kept.CountAsync()).ShouldBe(0);
        (await visit.SongNamesAsync()).ShouldContain(name => name.EndsWith(artist, StringComparison.Ordinal));
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task A_language_switched_off_stays_away_until_it_is_chosen_again()
    {
        await using var visit = await site.VisitAsync();
        await OpenAsync(visit);
        var song = visit.Songs.First;
        var language = (await song.Locator(".song-meta").InnerTextAsync()).Split(" · ")[^1];

        await song.Locator(".song-more").ClickAsync();
        await RefinedAsync(visit, () => song.Locator(".never-language").ClickAsync());

        (await LanguagesAsync(visit)).ShouldAllBe(text => !text.Contains(language, StringComparison.Ordinal));
        await visit.Page.ReloadAsync();
        await OpenAsync(visit);
        (await LanguagesAsync(visit)).ShouldAllBe(text => !text.Contains(language, StringComparison.Ordinal));
        await visit.Page.ClickAsync("#kept-open");
        await visit.Page.Locator(".kept-bans li").GetByText(language).WaitForAsync();
        await visit.Page.ClickAsync("#kept-close");

        await RefinedAsync(visit, () => visit.Page.CheckAsync($"#languages input[value={language}]", new PageCheckOptions { Force = true }));

        (await LanguagesAsync(visit)).ShouldAllBe(text => text.Contains(language, StringComparison.Ordinal));
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Songs_loaded_since_are_not_lost_by_tuning()
    {
        await using var visit = await site.VisitAsync();
        await OpenAsync(visit);
        await visit.Page.ClickAsync("#more");
        await visit.Songs.Nth(9).WaitForAsync();

        await RefinedAsync(visit, () => visit.Page.FillAsync("#tune-energy", "0.9"));

        (await visit.Songs.CountAsync()).ShouldBe(10);
        (await visit.SongNamesAsync()).ShouldBeUnique(StringComparer.Ordinal);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Other_songs_like_one_of_them_can_be_asked_for_and_taken_back()
    {
        await using var visit = await site.VisitAsync();
        await OpenAsync(visit);
        var before = await visit.SongNamesAsync();
        var song = await visit.Songs.Nth(1).GetAttributeAsync("data-song");

        await RefinedAsync(visit, () => visit.Page.EvaluateAsync("async song => (await import('/js/wishes.js')).setWish('like', song)", song));

        (await visit.SongNamesAsync()).ShouldNotContain(before[1], StringComparer.Ordinal);
        (await visit.Page.InnerTextAsync("#like-off")).ShouldContain(before[1].Split(" – ")[0]);
        await RefinedAsync(visit, () => visit.Page.ClickAsync("#like-off"));
        (await visit.SongNamesAsync()).ShouldBe(before);
        (await visit.Page.IsVisibleAsync("#like-off")).ShouldBeFalse();
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task A_mood_that_felt_otherwise_takes_the_sliders_along()
    {
        await using var visit = await site.VisitAsync();
        var session = await OpenAsync(visit);
        await RefinedAsync(visit, () => visit.Page.FillAsync("#tune-energy", "0.1"));

        await visit.Page.ClickAsync("#felt summary");
        await visit.AnsweredAsync($"/api/v2/sessions/{session}/mood", () => visit.Page.ClickAsync("#felt-moods .pill[data-mood=energetic]"));
        await visit.Page.WaitForFunctionAsync("() => document.querySelector('#felt-moods .pill[data-mood=energetic]').hidden");

        (await ValueAsync(visit, "energy")).ShouldBeGreaterThan(.5);
        (await visit.Page.Locator("#tuning .text-button:not(.unused)").CountAsync()).ShouldBe(0);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task What_the_visitor_looks_at_stays_where_it_is()
    {
        await using var visit = await site.VisitAsync(390, 844);
        await OpenAsync(visit);
        await visit.Page.EvaluateAsync("() => scrollTo({ top: document.querySelector('#tuning').getBoundingClientRect().top + scrollY - 100, behavior: 'instant' })");
        var top = await TopAsync();

        await RefinedAsync(visit, () => visit.Page.FillAsync("#tune-valence", "0.05"));

        (await TopAsync()).ShouldBe(top, 2);
        visit.ShouldBeClean();

        Task<double> TopAsync() => visit.Page.EvaluateAsync<double>("() => document.querySelector('#tune-valence').getBoundingClientRect().top");
    }

    [Fact]
    public async Task Tuning_that_fails_is_said_and_can_be_tried_again()
    {
        await using var visit = await site.VisitAsync();
        await OpenAsync(visit);
        var before = await visit.SongNamesAsync();
        await visit.Page.RouteAsync("**/refine", route => route.FulfillAsync(new RouteFulfillOptions { Status = 429, ContentType = "application/json", Body = Refusal }));

        await visit.Page.FillAsync("#tune-energy", "0.95");
        await visit.Problem.WaitForAsync();

        (await visit.Problem.InnerTextAsync()).ShouldBe("Too many requests just now. Try again in a little while.");
        (await visit.SongNamesAsync()).ShouldBe(before);
        await visit.Page.UnrouteAsync("**/refine");
        await RefinedAsync(visit, () => visit.Page.ClickAsync("#error .button:first-child"));
        (await visit.SongNamesAsync()).ShouldNotBe(before);
        (await visit.Problem.CountAsync()).ShouldBe(0);
        visit.ShouldBeClean("status of 429");
    }

    [Fact]
    public async Task While_a_model_looks_wishes_are_met_and_the_model_goes_on()
    {
        await using var page = await ModelPage.StartAsync();
        await page.SayAsReadHereAsync(Photo, energyAdded: .12);
        await using var visit = await site.VisitAsync(server: page.Server);
        await OpenAsync(visit);
        (await visit.Page.InnerTextAsync("#looking")).ShouldStartWith("First songs.");

        await RefinedAsync(visit, () => visit.Page.CheckAsync("#languages input[value=Tamil]", new PageCheckOptions { Force = true }));

        (await LanguagesAsync(visit)).ShouldAllBe(text => text.Contains("Tamil", StringComparison.Ordinal));
        (await visit.Page.InnerTextAsync("#looking")).ShouldStartWith("First songs.");
        await page.AskedAsync();
        page.Fakes.Models.Readings.ShouldHaveSingleItem().ClientLeft.ShouldBeFalse();
        page.Answer();
        await visit.Page.GetByText("Read by Claude.").WaitForAsync();
        await SettledAsync(visit);
        (await LanguagesAsync(visit)).ShouldAllBe(text => text.Contains("Tamil", StringComparison.Ordinal));
        page.Fakes.Models.Readings.ShouldHaveSingleItem();
        visit.ShouldBeClean();
    }

    private static async Task<string> OpenAsync(Visit visit)
    {
        await visit.AnsweredAsync("/api/v2/recommendations", () => visit.ChooseAsync(Photo));
        await visit.ResultAsync();
        await visit.Page.EvaluateAsync("() => { document.querySelector('#tuning').open = true; }");
        return await visit.SessionAsync();
    }

    private static async Task RefinedAsync(Visit visit, Func<Task> act)
    {
        (await visit.Page.RunAndWaitForResponseAsync(act, response => response.Url.EndsWith("/refine", StringComparison.Ordinal))).Ok.ShouldBeTrue();
        await SettledAsync(visit);
    }

    private static Task SettledAsync(Visit visit) => visit.UntilAsync("async () => !(await import('/js/tuning.js')).isTuning()");

    private static ConcurrentQueue<string> Calls(Visit visit)
    {
        var calls = new ConcurrentQueue<string>();
        visit.Page.Request += (_, request) => calls.Enqueue(new Uri(request.Url).AbsolutePath);
        return calls;
    }

    private static double Energy(IRequest request)
    {
        using var body = JsonDocument.Parse(request.PostData!);
        return body.RootElement.GetProperty("energy").GetDouble();
    }

    private static async Task<IReadOnlyList<string>> LanguagesAsync(Visit visit)
    {
        var about = await visit.Songs.Locator(".song-meta").AllInnerTextsAsync();
        about.Count.ShouldBe(5);
        return about;
    }

    private static async Task<double> ValueAsync(Visit visit, string slider) => await visit.Page.EvaluateAsync<double>("name => Number(document.querySelector(`#tune-${name}`).value)", slider);

    private static Task<string> FocusedAsync(Visit visit) => visit.Page.EvaluateAsync<string>("() => document.activeElement.id");
}
