using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

namespace StoryBeats.Web.Tests;

public sealed class PageTests(Site site) : IClassFixture<Site>
{
    private const string ScreenshotFolder = "STORYBEATS_SCREENSHOTS";
    private const string Refused = "the server responded with a status of 400";

    private static readonly byte[] Photo = DuskLandscape.Jpeg(480, 360);
    private static readonly byte[] NoPhoto = Encoding.ASCII.GetBytes("This is a letter, not a photo.");

    [Fact]
    public async Task A_photo_becomes_five_songs_and_five_more()
    {
        await using var visit = await site.VisitAsync();

        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        (await visit.Songs.CountAsync()).ShouldBe(5);
        (await visit.Page.Locator("#mood").InnerTextAsync()).ShouldNotBeNullOrWhiteSpace();
        (await visit.Page.Locator("#vibe").IsVisibleAsync()).ShouldBeTrue();
        await visit.Page.ClickAsync("#more");
        await visit.Songs.Nth(9).WaitForAsync();

        var names = await visit.SongNamesAsync();
        names.Count.ShouldBe(10);
        names.ShouldBeUnique(StringComparer.Ordinal);
        names.ShouldAllBe(name => name.Length > 3);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task A_photo_may_be_dropped_anywhere()
    {
        await using var visit = await site.VisitAsync();

        await visit.Page.EvaluateAsync("""
            base64 => {
              const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
              const data = new DataTransfer();
              data.items.add(new File([bytes], 'dropped.jpg', { type: 'image/jpeg' }));
              for (const type of ['dragenter', 'dragover', 'drop'])
                document.querySelector('.foot').dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """, Convert.ToBase64String(Photo));
        await visit.ResultAsync();

        (await visit.Songs.CountAsync()).ShouldBe(5);
        visit.ShouldBeClean();
    }

    [Theory]
    [InlineData("letter.jpg", "image/jpeg", "not an image", true)]
    [InlineData("letter.txt", "text/plain", "not a photo", false)]
    [InlineData("film.mp4", "video/mp4", "video", false)]
    public async Task What_is_no_photo_is_said_in_words_and_the_former_result_stays(string name, string type, string words, bool asksTheServer)
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var before = await visit.SongNamesAsync();

        await visit.ChooseAsync(NoPhoto, name, type);
        await visit.Problem.WaitForAsync();

        (await visit.Problem.InnerTextAsync()).ShouldContain(words);
        (await visit.Problem.InnerTextAsync()).ShouldEndWith(".");
        await visit.ResultAsync();
        (await visit.SongNamesAsync()).ShouldBe(before);
        (await visit.Songs.First.IsVisibleAsync()).ShouldBeTrue();
        visit.ShouldBeClean(asksTheServer ? [Refused] : []);
    }

    [Fact]
    public async Task The_first_file_may_be_no_photo_and_the_next_one_is()
    {
        await using var visit = await site.VisitAsync();

        await visit.ChooseAsync(Photo[..(Photo.Length / 2)]);
        await visit.Problem.WaitForAsync();
        (await visit.Problem.InnerTextAsync()).ShouldContain("cut off");
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();

        (await visit.Songs.CountAsync()).ShouldBe(5);
        (await visit.Problem.CountAsync()).ShouldBe(0);
        visit.ShouldBeClean(Refused);
    }

    [Fact]
    public async Task The_language_is_the_visitors_choice()
    {
        await using var visit = await site.VisitAsync();

        await visit.Page.CheckAsync("#languages input[value=Tamil]", new PageCheckOptions { Force = true });
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();

        var about = await visit.Songs.Locator(".song-meta").AllInnerTextsAsync();
        about.Count.ShouldBe(5);
        about.ShouldAllBe(text => text.Contains("Tamil", StringComparison.Ordinal));
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Every_song_links_out_safely()
    {
        await using var visit = await site.VisitAsync();

        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();

        var links = await visit.Page.Locator("#songs a").EvaluateAllAsync<JsonElement>("links => links.map(link => [link.protocol, link.rel, link.target])");
        links.GetArrayLength().ShouldBeGreaterThanOrEqualTo(5);
        foreach (var link in links.EnumerateArray())
            link.EnumerateArray().Select(part => part.GetString()!).ShouldBe(["https:", "noopener noreferrer", "_blank"]);
    }

    [Theory]
    [InlineData(320, 640)]
    [InlineData(390, 844)]
    [InlineData(1280, 900)]
    public async Task Nothing_scrolls_sideways(int width, int height)
    {
        await using var visit = await site.VisitAsync(width, height);
        (await WidthAsync()).ShouldBe(width);

        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        (await WidthAsync()).ShouldBe(width);
        await visit.Page.ClickAsync("#more");
        await visit.Songs.Nth(9).WaitForAsync();

        (await WidthAsync()).ShouldBe(width);
        visit.ShouldBeClean();

        Task<int> WidthAsync() => visit.Page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)");
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using var visit = await site.VisitAsync();

        await TabToAsync(visit, "choose");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.AnswerDialogAsync(Photo);
        await visit.ResultAsync();
        (await FocusedAsync(visit)).ShouldBe("mood");
        await TabToAsync(visit, "more");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Songs.Nth(9).WaitForAsync();

        await visit.Page.WaitForFunctionAsync("() => document.activeElement === document.querySelectorAll('#songs > li.song')[5]");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task The_reference_page_shows_the_API_and_asks_nobody_else()
    {
        await using var visit = await site.VisitAsync(path: "/docs");

        await visit.Page.GetByText("A photo for a story becomes songs").First.WaitForAsync();

        // Scalar tries whether code may be made from text, and does without.
        visit.ShouldBeClean("CSP script-src eval");
    }

    [Fact]
    public async Task Screenshots_show_a_real_result()
    {
        var folder = Environment.GetEnvironmentVariable(ScreenshotFolder);
        var photo = string.IsNullOrEmpty(folder) ? Photo : DuskLandscape.Jpeg(1600, 1200);
        foreach (var (width, height, name) in ((int, int, string)[])[(1280, 900, "page-wide.png"), (390, 844, "page-phone.png")])
        {
            await using var visit = await site.VisitAsync(width, height);
            await visit.ChooseAsync(photo, "dusk.jpg");
            await visit.ResultAsync();
            await visit.Page.WaitForFunctionAsync("() => document.querySelector('#photo').complete && document.querySelector('#photo').naturalWidth > 0");
            var screenshot = await visit.Page.ScreenshotAsync();

            screenshot.Length.ShouldBeGreaterThan(10_000);
            if (!string.IsNullOrEmpty(folder))
                await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(folder).FullName, name), screenshot, TestContext.Current.CancellationToken);
        }
    }

    private static async Task TabToAsync(Visit visit, string id)
    {
        const int Enough = 80;
        for (var presses = 0; presses < Enough && await FocusedAsync(visit) != id; presses++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            (await visit.Page.EvaluateAsync<bool>("() => { const on = document.activeElement; const shown = on.matches('input') ? on.nextElementSibling : on; return getComputedStyle(shown).outlineStyle !== 'none'; }"))
                .ShouldBeTrue("The focus cannot be seen on " + await FocusedAsync(visit));
        }

        (await FocusedAsync(visit)).ShouldBe(id);
    }

    private static Task<string> FocusedAsync(Visit visit) => visit.Page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName");
}
