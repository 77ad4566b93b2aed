using System.Text.Json;
using System.Text.RegularExpressions;

namespace StoryBeats.Web.Tests;

/// <summary>The page in English and in Hindi.</summary>
public sealed partial class WordsTests(Site site) : IClassFixture<Site>
{
    private static readonly byte[] Photo = DuskLandscape.Jpeg(480, 360);

    // Names, which are the same in every language.
    private static readonly string[] Names =
        ["StoryBeats", "English", "JPEG", "PNG", "HEIC", "WebP", "AVIF", "GIF", "MB", "BPM", "API", "OpenAPI", "Spotify", "Apple", "Music", "YouTube", "M", "U", "CSV", "am", "pm"];

    [Theory]
    [InlineData("")]
    [InlineData(".story")]
    public async Task Both_languages_have_a_text_for_every_key(string part)
    {
        await using var visit = await site.VisitAsync();

        var keys = await visit.Page.EvaluateAsync<JsonElement>("async part => Promise.all(['en', 'hi'].map(async name => Object.entries((await import(`/js/words/${name}${part}.js`)).default).map(([key, text]) => `${key} ${text === ''}`)))", part);

        var (english, hindi) = (Strings(keys[0]), Strings(keys[1]));
        english.Count.ShouldBeGreaterThan(50);
        hindi.ShouldBe(english, ignoreOrder: true);
        english.ShouldAllBe(key => key.EndsWith(" false", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_text_asked_for_is_there()
    {
        await using var visit = await site.VisitAsync();
        var keys = Strings(await visit.Page.EvaluateAsync<JsonElement>("async () => (await Promise.all(['en', 'en.story'].map(name => import(`/js/words/${name}.js`)))).flatMap(words => Object.keys(words.default))"));

        var asked = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "wwwroot", "js"), "*.js")
            .SelectMany(file => AskedFor().Matches(File.ReadAllText(file)).Select(match => match.Groups["key"].Value))
            .Concat(DataKeys().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html"))).Select(match => match.Groups["key"].Value))
            .ToHashSet(StringComparer.Ordinal);

        asked.Count.ShouldBeGreaterThan(100);
        asked.Except(keys, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_page_says_before_scripts_run_is_what_the_English_words_say()
    {
        await using var visit = await site.VisitAsync();

        var differing = await visit.Page.EvaluateAsync<string[]>("""
            async () => {
              const html = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html');
              const { t } = await import('/js/words.js');
              const texts = [...html.querySelectorAll('[data-t]')].map(node => [node.dataset.t, node.textContent]);
              for (const [key, name] of [['data-t-label', 'aria-label'], ['data-t-alt', 'alt'], ['data-t-content', 'content']])
                texts.push(...[...html.querySelectorAll(`[${key}]`)].map(node => [node.getAttribute(key), node.getAttribute(name)]));
              if (texts.length < 30) return ['hardly any text'];
              return texts.filter(([key, text]) => t(key) !== text).map(([key, text]) => `${key}: ${text}`);
            }
            """);

        differing.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("hi-IN", "hi")]
    [InlineData("en-IN", "en")]
    [InlineData("ta-IN", "en")]
    public async Task The_browser_says_the_language_and_only_its_words_are_loaded(string locale, string language)
    {
        await using var visit = await site.VisitAsync(locale: locale);
        await ReadyAsync(visit);

        (await visit.Page.GetAttributeAsync("html", "lang")).ShouldBe(language);
        var words = await visit.Page.EvaluateAsync<string[]>("() => performance.getEntriesByType('resource').map(one => new URL(one.name).pathname).filter(path => path.startsWith('/js/words/'))");
        words.ShouldNotBeEmpty();
        words.ShouldAllBe(path => path.StartsWith($"/js/words/{language}.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_choice_is_kept_and_changes_a_page_with_songs_on_it()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var songs = await visit.SongNamesAsync();

        await visit.Page.ClickAsync("#page-language [value=hi]");
        await visit.Page.WaitForSelectorAsync("html[lang=hi]");

        (await visit.Page.TextContentAsync("#songs-heading")).ShouldBe("इस फ़ोटो के गाने");
        (await visit.Page.InnerTextAsync("#mood")).ShouldMatch(@"\p{IsDevanagari}");
        (await visit.Page.InnerTextAsync("#more")).ShouldMatch(@"\p{IsDevanagari}");
        (await visit.SongNamesAsync()).ShouldBe(songs);
        (await visit.Page.GetAttributeAsync("#page-language [value=hi]", "aria-pressed")).ShouldBe("true");
        await visit.Page.ReloadAsync();
        await ReadyAsync(visit);
        (await visit.Page.GetAttributeAsync("html", "lang")).ShouldBe("hi");
        (await visit.Page.InnerTextAsync("h1")).ShouldMatch(@"\p{IsDevanagari}");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task The_Hindi_page_says_nothing_of_ours_in_English()
    {
        await using var visit = await site.VisitAsync(390, 844, locale: "hi-IN");
        await ReadyAsync(visit);
        (await EnglishAsync(visit)).ShouldBeEmpty();

        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await visit.Page.ClickAsync("#tuning summary");
        await visit.Page.ClickAsync("#felt summary");
        await visit.Page.ClickAsync("#more");
        await visit.Songs.Nth(9).WaitForAsync();
        await visit.AnsweredAsync("/api/feedback", () => visit.Songs.First.Locator(".dislike").ClickAsync());
        await visit.Page.ClickAsync("#kept-open");
        await visit.Page.Locator(".kept-list > li").WaitForAsync();

        (await EnglishAsync(visit)).ShouldBeEmpty();
        (await visit.Page.Locator("[lang=en]").CountAsync()).ShouldBeGreaterThan(0);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Errors_are_in_Hindi_too()
    {
        await using var visit = await site.VisitAsync(locale: "hi-IN");
        await ReadyAsync(visit);

        await visit.ChooseAsync("This is a letter, not a photo."u8.ToArray());
        await visit.Problem.WaitForAsync();

        (await visit.Problem.InnerTextAsync()).ShouldContain("तस्वीर नहीं है");
        (await EnglishAsync(visit)).ShouldBeEmpty();
        visit.ShouldBeClean("the server responded with a status of 400");
    }

    [Fact]
    public async Task The_page_back_from_Spotify_speaks_the_visitors_language()
    {
        await using var visit = await site.VisitAsync(path: "/spotify/callback/?error=access_denied", locale: "hi-IN");

        await visit.Page.GetByText("आपने मना किया, तो कुछ नहीं जोड़ा गया।").WaitForAsync();

        (await EnglishAsync(visit)).ShouldBeEmpty();
        visit.ShouldBeClean();
    }

    private static Task ReadyAsync(Visit visit) => visit.Page.WaitForSelectorAsync("html[data-ready]");

    // What is seen or read out in Latin letters, but for names, songs and what is marked as English.
    private static async Task<IReadOnlyList<string>> EnglishAsync(Visit visit)
    {
        var texts = await visit.Page.EvaluateAsync<string[]>("""
            () => {
              const foreign = '[lang=en], .song-title, .song-artist, .song-meta, .cover, .sticker, .swatches, noscript, script, style, #playlist-line a, .kept-list ul';
              const ours = node => !node.closest(foreign);
              const names = [...document.querySelectorAll('#songs .song-title, #songs .song-artist')].map(node => node.textContent).sort((a, b) => b.length - a.length);
              const texts = [];
              const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) if (ours(walker.currentNode.parentElement)) texts.push(walker.currentNode.textContent);
              for (const name of ['aria-label', 'alt', 'title', 'aria-valuetext', 'content'])
                for (const node of document.querySelectorAll(`[${name}]`))
                  if (ours(node) && !(node.matches('meta') && !node.hasAttribute('data-t-content'))) texts.push(node.getAttribute(name));
              return texts.map(text => names.reduce((rest, song) => rest.replaceAll(song, ''), text));
            }
            """);
        return [.. texts.Where(text => Latin().Matches(text).Any(word => !Names.Contains(word.Value, StringComparer.Ordinal)))];
    }

    private static List<string> Strings(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetString()!)];

    [GeneratedRegex("[A-Za-z]+", RegexOptions.None, 1000)]
    private static partial Regex Latin();

    [GeneratedRegex(@"\bt\(""(?<key>[a-z_]+\.[a-z0-9_]+)""", RegexOptions.None, 1000)]
    private static partial Regex AskedFor();

    [GeneratedRegex(@"data-t(?:-[a-z]+)?=""(?<key>[^""]+)""", RegexOptions.None, 1000)]
    private static partial Regex DataKeys();
}
