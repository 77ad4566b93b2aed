using System.Text.Json;
using Microsoft.Playwright;

namespace StoryBeats.Web.Tests;

/// <summary>Every width, both languages, dark and light, any photo's colours.</summary>
public sealed class PageLooksTests(Site site) : IClassFixture<Site>
{
    private static readonly byte[] Photo = DuskLandscape.Jpeg(480, 360);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whatever_the_photos_colours_text_stands_out_from_the_page(bool dark)
    {
        await using var visit = await site.VisitAsync();

        var found = await visit.Page.EvaluateAsync<JsonElement>("""
            async dark => {
              const { contrast, themeOf } = await import('/js/colors.js');
              let seed = 7; // the same palettes each time
              const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
              const hex = () => '#' + Array.from({ length: 3 }, () => Math.floor(random() * 256).toString(16).padStart(2, '0')).join('');
              const palettes = [['#000000'], ['#ffffff'], ['#808080'], ['#ffff00', '#00ffff'], ['#0000ff'], ['#ff0000', '#ff0001']];
              while (palettes.length < 500) palettes.push(Array.from({ length: 1 + Math.floor(random() * 6) }, hex));
              let [text, shape] = [21, 21];
              for (const palette of palettes) {
                const theme = themeOf(palette, dark);
                for (const ground of ['page', 'surface']) for (const ink of ['ink', 'muted', 'accent-text']) text = Math.min(text, contrast(theme[ink], theme[ground]));
                text = Math.min(text, contrast(theme['on-accent'], theme.accent));
                shape = Math.min(shape, contrast(theme.accent, theme.page));
              }
              return { count: palettes.length, text, shape };
            }
            """, dark);

        found.GetProperty("count").GetInt32().ShouldBe(500);
        found.GetProperty("text").GetDouble().ShouldBeGreaterThanOrEqualTo(4.5);
        found.GetProperty("shape").GetDouble().ShouldBeGreaterThanOrEqualTo(3);
    }

    [Theory]
    [InlineData("en-GB")]
    [InlineData("hi-IN")]
    public async Task From_320_px_to_4K_nothing_scrolls_sideways_and_no_word_is_cut(string locale)
    {
        await using var visit = await site.VisitAsync(320, 640, locale: locale);
        await visit.Page.WaitForSelectorAsync("html[data-ready]");
        await FitsAsync(visit);

        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await visit.Page.EvaluateAsync("() => { for (const one of document.querySelectorAll('#tuning, #felt')) one.open = true; }");
        await visit.AnsweredAsync("/api/feedback", () => visit.Songs.First.Locator(".dislike").ClickAsync());

        await FitsAsync(visit);
        visit.ShouldBeClean();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_text_on_the_page_can_be_read_in_light_and_in_the_dark(ColorScheme scheme)
    {
        await using var visit = await site.VisitAsync(390, 844, scheme: scheme);
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await visit.Page.EvaluateAsync("() => { for (const one of document.querySelectorAll('#tuning, #felt')) one.open = true; }");

        // Of every text outside the photo, against the nearest ground behind it.
        var faint = await visit.Page.EvaluateAsync<string[]>("""
            async () => {
              const { contrast } = await import('/js/colors.js');
              const hex = color => '#' + color.match(/[\d.]+/g).slice(0, 3).map(part => Math.round(part).toString(16).padStart(2, '0')).join('');
              const groundOf = node => { for (let up = node; up; up = up.parentElement) { const color = getComputedStyle(up).backgroundColor; if (!/, 0\)$|transparent/.test(color)) return color; } return 'rgb(255, 255, 255)'; };
              return [...document.querySelectorAll('body *')].filter(node => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !node.closest('.frame, .cover, .sr, .skip, svg, noscript')
                && [...node.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.textContent.trim()))
                .map(node => ({ node, ratio: contrast(hex(getComputedStyle(node).color), hex(groundOf(node))) }))
                .filter(({ ratio }) => ratio < 4.5).map(({ node, ratio }) => `${node.textContent.slice(0, 30)} ${ratio.toFixed(2)}`);
            }
            """);

        faint.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_wants_no_motion_sees_none()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await visit.Page.EvaluateAsync("() => { document.querySelector('#tuning').open = true; }");
        await visit.Page.FillAsync("#tune-energy", "0.9");

        (await visit.Page.EvaluateAsync<int>("() => document.getAnimations().length")).ShouldBe(0);
    }

    // Wider than the screen, or a text taller or wider than its box.
    private static async Task FitsAsync(Visit visit)
    {
        foreach (var (width, height) in ((int, int)[])[(320, 640), (360, 780), (768, 1024), (1280, 900), (1920, 1080), (3840, 2160)])
        {
            await visit.Page.SetViewportSizeAsync(width, height);
            (await visit.Page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")).ShouldBe(width);
            var cut = await visit.Page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('button, a, label, summary, h1, h2, h3, p, li, dt, legend')]
                  .filter(node => node.checkVisibility() && !node.closest('.sr, .sticker, .cover, .skip, [data-state=result] legend') && !node.matches('.sr, #status'))
                  .filter(node => getComputedStyle(node).clipPath === 'none' && (node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0))
                  .map(node => `${node.tagName} ${node.id} ${node.className} ${node.textContent.trim().slice(0, 40)}`)
                """);
            cut.ShouldBeEmpty($"{width} px");
            var outside = await visit.Page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('button, .prompt > *, h1, .lead')].filter(node => node.checkVisibility() && !node.closest('.sr, .skip, dialog'))
                  .filter(node => { const frame = node.closest('.frame'); if (!frame) return false; const [mine, its] = [node.getBoundingClientRect(), frame.getBoundingClientRect()]; return mine.height && (mine.bottom > its.bottom + 1 || mine.top < its.top - 1); })
                  .map(node => node.textContent.trim().slice(0, 40))
                """);
            outside.ShouldBeEmpty($"{width} px");
        }
    }
}
