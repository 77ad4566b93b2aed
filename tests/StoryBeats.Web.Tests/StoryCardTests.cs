using System.Text.Json;
using Microsoft.Playwright;
using NetVips;

namespace StoryBeats.Web.Tests;

/// <summary>The story card: its pixels, and the way to it.</summary>
public sealed class StoryCardTests(Site site) : IClassFixture<Site>
{
    private const string Covers = "https://covers.example/";

    private static readonly byte[] Photo = DuskLandscape.Jpeg(480, 360);

    // What every drawing needs, as the page has it; `drawn` gives a card's pixels.
    private const string Studio = """
        const card = await import('/js/card.js');
        const { poster } = await import('/js/cover.js');
        const photo = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))]));
        const image = async svg => { const one = new Image(); one.src = 'data:image/svg+xml,' + encodeURIComponent(new XMLSerializer().serializeToString(svg)); await one.decode(); return one; };
        const colors = ['#1a1b42', '#8e497a', '#fa9e62', '#ffd08a', '#2a1f3d'];
        const cover = await image(poster({ id: 'x', name: 'Kesariya' }, colors));
        const drawn = (design, song, pictured = photo) => {
          const canvas = document.createElement('canvas');
          card.drawCard(canvas, { photo: pictured, cover, song, colors, design });
          return canvas.getContext('2d', { willReadFrequently: true });
        };
        const alone = (() => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 1080, height: 1920 });
          const context = canvas.getContext('2d', { willReadFrequently: true });
          card.drawPhoto(context, photo, colors);
          return context;
        })();
        const different = (a, b, top, bottom) => {
          const [x, y] = [a, b].map(one => new Uint32Array(one.getImageData(0, top, 1080, bottom - top).data.buffer));
          return x.reduce((sum, pixel, i) => sum + (pixel !== y[i] ? 1 : 0), 0);
        };
        const titles = [
          'Kesariya', 'तुम ही हो (आशिक़ी 2 से, बहुत ही लंबे नाम वाला गाना जो कहीं ख़त्म नहीं होता, अनप्लग्ड)', 'நெஞ்சுக்குள் பெய்திடும் மாமழை',
          "I'm Gonna Love You Just a Little More Baby (Remastered 2011 Deluxe Anniversary Edition) [feat. Everyone You Have Ever Heard Of]", 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen', 'دل دیاں گلاں',
        ];
        """;

    [Theory]
    [InlineData("sticker", 1280, 1920)]
    [InlineData("poster", 1280, 1920)]
    [InlineData("cassette", 0, 640)]
    public async Task A_design_draws_in_its_third_and_leaves_the_faces_alone(string design, int top, int bottom)
    {
        await using var visit = await site.VisitAsync();

        var pixels = await DrawAsync<JsonElement>(visit, $$"""
            return titles.map(name => {
              const context = drawn('{{design}}', { name, artist: 'Arijit Singh, Shreya Ghoshal & many, many more of whom nobody has ever heard', start: ' · from 0:12' });
              return [context.canvas.width, context.canvas.height, different(context, alone, 640, 1280), different(context, alone, 0, 640) + different(context, alone, 1280, 1920), different(context, alone, {{top}}, {{bottom}})];
            });
            """);

        pixels.GetArrayLength().ShouldBe(6);
        foreach (var of in pixels.EnumerateArray().Select(one => one.EnumerateArray().Select(number => number.GetInt32()).ToArray()))
        {
            of[..3].ShouldBe([1080, 1920, 0]);
            of[3].ShouldBeGreaterThan(100_000);
            of[4].ShouldBe(of[3]);
        }
    }

    [Theory]
    [InlineData("sticker", "[350, 1350, 600, 240]")]
    [InlineData("poster", "[80, 1326, 920, 344]")]
    [InlineData("cassette", "[342, 274, 568, 180]")]
    public async Task Text_stands_on_its_own_ground(string design, string where)
    {
        await using var visit = await site.VisitAsync();

        var counted = await DrawAsync<double[]>(visit, $$"""
            const paint = card.cardColors('{{design}}', colors);
            const [x, y, width, height] = {{where}};
            const count = (context, color) => {
              const wanted = [1, 3, 5].map(i => parseInt(color.slice(i, i + 2), 16));
              const data = context.getImageData(x, y, width, height).data;
              let found = 0;
              for (let i = 0; i < data.length; i += 4) if (wanted.every((part, c) => data[i + c] === part)) found += 1;
              return found;
            };
            const written = drawn('{{design}}', { name: 'Kesariya', artist: 'Arijit Singh', start: '' });
            const empty = drawn('{{design}}', { name: '', artist: '', start: '' });
            return [count(written, paint.ink) - count(empty, paint.ink), count(empty, paint.ground) / width / height];
            """);

        counted[0].ShouldBeGreaterThan(1000);
        counted[1].ShouldBeGreaterThan(.97, "Nothing but ground is where the text will be.");
    }

    [Fact]
    public async Task Text_is_readable_whatever_the_photos_colours()
    {
        await using var visit = await site.VisitAsync();

        var worst = await DrawAsync<double>(visit, """
            const { contrast } = await import('/js/colors.js');
            let seed = 7;
            const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
            const color = () => '#' + [0, 0, 0].map(() => Math.floor(chance() * 256).toString(16).padStart(2, '0')).join('');
            const palettes = [[], ['#000000'], ['#ffffff', '#fefefe'], ['#808080', '#7f7f7f'], ...Array.from({ length: 500 }, () => Array.from({ length: 1 + Math.floor(chance() * 5) }, color))];
            return Math.min(...palettes.flatMap(some => card.DESIGN_NAMES.flatMap(design => {
              const { ground, ink, soft } = card.cardColors(design, some);
              return [contrast(ink, ground), contrast(soft, ground)];
            })));
            """);

        worst.ShouldBeGreaterThanOrEqualTo(4.5);
    }

    [Fact]
    public async Task A_title_is_wrapped_then_smaller_then_cut_between_letters()
    {
        await using var visit = await site.VisitAsync();

        var fitted = await DrawAsync<JsonElement>(visit, """
            const { fit } = await import('/js/card-text.js');
            const context = document.createElement('canvas').getContext('2d');
            return [...titles, titles[1].repeat(4), 'क्ष्म्य'.repeat(60)].map(words => {
              const { size, lines } = fit(context, { words, size: 60, least: 36, weight: 700, lines: 2 }, 560);
              return { words, size, lines, widest: Math.max(...lines.map(line => context.measureText(line).width)), whole: lines.join('').replace('…', '').replace(/\s/g, '') };
            });
            """);

        var all = fitted.EnumerateArray().ToArray();
        foreach (var one in all)
        {
            one.GetProperty("lines").GetArrayLength().ShouldBeInRange(1, 2);
            one.GetProperty("widest").GetDouble().ShouldBeLessThanOrEqualTo(560);
            string.Concat(one.GetProperty("words").GetString()!.Split(' ')).ShouldStartWith(one.GetProperty("whole").GetString()!);
        }

        (Size(0), Lines(0)[0]).ShouldBe((60, "Kesariya"));
        (Size(2), Lines(2).Length).ShouldBe((60, 2));
        (Size(3), Lines(3)[1][^1]).ShouldBe((36, '…'));
        // What is joined in writing stays joined: a conjunct is there whole or not at all.
        string.Concat(Lines(^1)).TrimEnd('…').Replace("क्ष्म्य", "", StringComparison.Ordinal).ShouldBeOneOf("", "क्ष्म");

        int Size(Index at) => all[at].GetProperty("size").GetInt32();
        string[] Lines(Index at) => [.. all[at].GetProperty("lines").EnumerateArray().Select(line => line.GetString()!)];
    }

    [Fact]
    public async Task A_photo_taken_sideways_stands_upright_on_its_card()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Sideways());
        await visit.ResultAsync();

        await OpenAsync(visit);

        var (above, below) = (await PixelAsync(visit, 540, 700), await PixelAsync(visit, 540, 1200));
        above[0].ShouldBeGreaterThan(200, "red is above");
        above[2].ShouldBeLessThan(60);
        below[2].ShouldBeGreaterThan(200, "blue is below");
        below[0].ShouldBeLessThan(60);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task A_photo_the_browser_cannot_show_leaves_its_colours()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await visit.Page.Locator("#story-open").WaitForAsync();

        await visit.Page.EvaluateAsync("""
            async () => (await import('/js/story.js')).storyFor({
              file: new File(['ftypheic'], 'photo.heic', { type: 'image/heic' }), song: { id: 'x', name: 'Kesariya', artist: 'Arijit Singh' }, analysis: {}, colors: ['#ff0000', '#ff0000'],
            })
            """);
        await OpenAsync(visit);

        (await visit.Page.Locator("#card [role=status]").InnerTextAsync()).ShouldContain("made of its colours");
        Near(await PixelAsync(visit, 540, 900), [255, 0, 0]).ShouldBeTrue();
        (await visit.Page.Locator("#card-save").IsEnabledAsync()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("https://elsewhere.example", false)]
    public async Task A_cover_is_drawn_only_when_its_owner_allows_it(string allowed, bool drawn)
    {
        await using var visit = await site.VisitAsync();
        await visit.Page.RouteAsync("**/api/v2/recommendations", async route =>
        {
            var response = await route.FetchAsync();
            var body = await response.TextAsync();
            await route.FulfillAsync(new RouteFulfillOptions { Response = response, Body = body.Replace("\"album_cover\":null", $"\"album_cover\":\"{Covers}a.svg\"", StringComparison.Ordinal) });
        });
        await visit.Page.RouteAsync(Covers + "**", route => route.FulfillAsync(new RouteFulfillOptions
        {
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "image/svg+xml", ["Access-Control-Allow-Origin"] = allowed },
            Body = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><rect width='90' height='90' fill='#00ff7b'/></svg>",
        }));
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();

        await OpenAsync(visit, "sticker");

        // In the middle of the sticker's cover; reading it at all shows that the canvas is not locked.
        Near(await PixelAsync(visit, 225, 1480), [0, 255, 123]).ShouldBe(drawn);
        (await visit.Page.Locator("#card-save").IsEnabledAsync()).ShouldBeTrue();
        visit.ShouldBeClean("asks elsewhere: " + Covers, "blocked by CORS policy", "net::ERR_FAILED");
    }

    [Fact]
    public async Task The_card_is_saved_as_a_picture_named_after_its_song_and_nothing_is_sent()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var title = await visit.Songs.First.Locator(".song-title").InnerTextAsync();
        await OpenAsync(visit, "poster");
        List<string> sent = [];
        visit.Page.Request += (_, request) => sent.Add(request.Url);

        var saved = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.ClickAsync("#card-save"));

        saved.SuggestedFilename.ShouldStartWith("storybeats-" + title[..3], Case.Insensitive);
        saved.SuggestedFilename.ShouldEndWith(".jpg");
        using var picture = Image.NewFromFile(await saved.PathAsync());
        (picture.Width, picture.Height).ShouldBe((1080, 1920));
        (await visit.Page.Locator("#card [role=status]").InnerTextAsync()).ShouldContain(saved.SuggestedFilename);
        sent.ShouldAllBe(url => url.StartsWith("blob:", StringComparison.Ordinal));
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task A_phone_shares_the_card_with_the_songs_name()
    {
        await using var visit = await site.VisitAsync(390, 844);
        await visit.Page.AddInitScriptAsync("""
            navigator.canShare = ({ files }) => files.every(file => file.type === 'image/jpeg');
            navigator.share = async data => { window.shared = [data.text, data.files[0].name, data.files[0].type, (await createImageBitmap(data.files[0])).height]; };
            """);
        await visit.Page.ReloadAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var line = (await visit.SongNamesAsync())[0];
        await OpenAsync(visit);

        await visit.Page.ClickAsync("#card-share");
        await visit.Page.WaitForFunctionAsync("() => window.shared");

        var shared = await visit.Page.EvaluateAsync<JsonElement>("() => shared");
        (shared[0].GetString(), shared[2].GetString(), shared[3].GetInt32()).ShouldBe((line, "image/jpeg", 1920));
        shared[1].GetString().ShouldNotBeNull().ShouldStartWith("storybeats-");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Sharing_that_fails_says_so_and_saving_still_works()
    {
        await using var visit = await site.VisitAsync(390, 844);
        await visit.Page.AddInitScriptAsync("navigator.canShare = () => true; navigator.share = () => Promise.reject(new DOMException('No app took it.', 'DataError'));");
        await visit.Page.ReloadAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await OpenAsync(visit);

        await visit.Page.ClickAsync("#card-share");
        await visit.Page.Locator("#card [role=status]:has-text('Download the card instead')").WaitForAsync();

        var saved = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.ClickAsync("#card-save"));
        saved.SuggestedFilename.ShouldEndWith(".jpg");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task The_keyboard_opens_the_card_chooses_a_design_and_comes_back()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();

        await visit.Page.Locator("#story-open").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Locator("#card[data-drawn=sticker]").WaitForAsync();
        await visit.Page.Locator("#card input:checked").FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.Page.Locator("#card[data-drawn=poster]").WaitForAsync();
        await visit.Page.Keyboard.PressAsync("Escape");

        (await visit.Page.Locator("#card").CountAsync()).ShouldBe(0);
        (await visit.Page.EvaluateAsync<string>("() => document.activeElement.id")).ShouldBe("story-open");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Locator("#card[data-drawn=poster]").WaitForAsync();
        visit.ShouldBeClean();
    }

    [Theory]
    [InlineData(320, 568, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    [InlineData(1280, 900, ColorScheme.Light)]
    public async Task Screenshots_show_the_card(int width, int height, ColorScheme scheme)
    {
        var folder = Environment.GetEnvironmentVariable("STORYBEATS_SCREENSHOTS");
        await using var visit = await site.VisitAsync(width, height, scheme: scheme);
        await visit.ChooseAsync(string.IsNullOrEmpty(folder) ? Photo : DuskLandscape.Jpeg(1600, 1200));
        await visit.ResultAsync();
        foreach (var design in (string[])["sticker", "poster", "cassette"])
        {
            await OpenAsync(visit, design);
            (await visit.Page.Locator("#card").EvaluateAsync<int>("card => card.scrollWidth - card.clientWidth")).ShouldBe(0);
            var screenshot = await visit.Page.ScreenshotAsync();
            screenshot.Length.ShouldBeGreaterThan(10_000);
            if (!string.IsNullOrEmpty(folder))
                await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(folder).FullName, $"card-{design}-{width}.png"), screenshot, TestContext.Current.CancellationToken);
            await visit.Page.ClickAsync("#card .sheet-close");
        }

        visit.ShouldBeClean();
    }

    private static async Task OpenAsync(Visit visit, string design = "sticker")
    {
        await visit.Page.ClickAsync("#story-open");
        await visit.Page.Locator("#card[data-drawn]").WaitForAsync();
        await visit.Page.CheckAsync($"#card input[value={design}]", new PageCheckOptions { Force = true });
        await visit.Page.Locator($"#card[data-drawn={design}]").WaitForAsync();
    }

    private static Task<int[]> PixelAsync(Visit visit, int x, int y) =>
        visit.Page.Locator(".card-picture").EvaluateAsync<int[]>($$"""
            picture => {
              const one = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
              one.drawImage(picture, -{{x}}, -{{y}});
              return [...one.getImageData(0, 0, 1, 1).data.slice(0, 3)];
            }
            """);

    // As near as a JPEG is.
    private static bool Near(int[] pixel, int[] color) => pixel.Zip(color, (a, b) => Math.Abs(a - b)).Max() < 12;

    private static Task<T> DrawAsync<T>(Visit visit, string script) =>
        visit.Page.EvaluateAsync<T>("async base64 => {" + Studio + script + "}", Convert.ToBase64String(Photo));

    // Red on the left and blue on the right, to be turned a quarter to the right: red is above.
    private static byte[] Sideways()
    {
        using var black = Image.Black(640, 480, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);
        using var turned = black.Mutate(image =>
        {
            image.DrawRect([255, 0, 0], 0, 0, 320, 480, fill: true);
            image.DrawRect([0, 0, 255], 320, 0, 320, 480, fill: true);
            image.Set(GValue.GIntType, "orientation", 6);
        });
        return turned.JpegsaveBuffer(q: 95);
    }
}
