using Microsoft.Playwright;

namespace StoryBeats.Web.Tests;

/// <summary>What can be done with one song on the page.</summary>
public sealed class SongRowTests(Site site) : IClassFixture<Site>
{
    private const string Heard = "asks elsewhere: https://previews.example/";

    private static readonly byte[] Photo = DuskLandscape.Jpeg(480, 360);

    [Fact]
    public async Task One_preview_plays_at_a_time()
    {
        await using var visit = await site.VisitAsync();
        await visit.HearSongsAsync(Photo);
        var playing = visit.Page.Locator("#songs .play:has-text('Pause')");

        await visit.Songs.First.Locator(".play").ClickAsync();
        await visit.Songs.First.Locator(".play:has-text('Pause')").WaitForAsync();
        await visit.Songs.Nth(1).Locator(".play").ClickAsync();
        await visit.Songs.Nth(1).Locator(".play:has-text('Pause')").WaitForAsync();

        (await playing.CountAsync()).ShouldBe(1);
        (await visit.Songs.First.GetAttributeAsync("data-playing")).ShouldBe("");
        (await visit.Songs.Nth(1).GetAttributeAsync("data-playing")).ShouldBe("yes");
        await visit.Songs.Nth(1).Locator(".play").ClickAsync();
        (await playing.CountAsync()).ShouldBe(0);
        (await visit.Page.EvaluateAsync<bool>("() => heard.paused")).ShouldBeTrue();
        visit.ShouldBeClean(Heard);
    }

    [Fact]
    public async Task The_keyboard_moves_a_preview_that_says_how_far_it_has_come()
    {
        await using var visit = await site.VisitAsync();
        await visit.HearSongsAsync(Photo);
        var (play, range, time) = (visit.Songs.First.Locator(".play"), visit.Songs.First.Locator(".player-range"), visit.Songs.First.Locator(".player-time"));
        (await range.IsVisibleAsync()).ShouldBeFalse();

        await play.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForFunctionAsync("() => heard.currentTime > 0");
        await visit.Page.Keyboard.PressAsync("Space");
        await range.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Home");
        foreach (var _ in Enumerable.Range(0, 3))
            await visit.Page.Keyboard.PressAsync("ArrowRight");

        (await time.InnerTextAsync()).ShouldBe("0:03 / 0:30");
        (await range.GetAttributeAsync("aria-valuetext")).ShouldBe("3 of 30 seconds");
        await visit.Page.WaitForFunctionAsync("() => heard.currentTime === 3 && heard.paused");
        await visit.Page.Keyboard.PressAsync("Space");
        (await play.InnerTextAsync()).ShouldBe("Pause");
        await visit.Page.Keyboard.PressAsync("Enter");
        (await play.InnerTextAsync()).ShouldBe("Play");
        visit.ShouldBeClean(Heard);
    }

    [Fact]
    public async Task A_preview_left_for_another_goes_on_where_it_was()
    {
        await using var visit = await site.VisitAsync();
        await visit.HearSongsAsync(Photo);
        var (first, second) = (visit.Songs.First, visit.Songs.Nth(1));

        await first.Locator(".play").ClickAsync();
        await first.Locator(".player-range").FillAsync("20");
        await second.Locator(".play").ClickAsync();
        await second.Locator(".play:has-text('Pause')").WaitForAsync();
        await first.Locator(".play").ClickAsync();

        await visit.Page.WaitForFunctionAsync("() => heard.currentTime >= 20 && !heard.paused");
        (await second.Locator(".player-time").InnerTextAsync()).ShouldEndWith("/ 0:30");
        visit.ShouldBeClean(Heard);
    }

    [Fact]
    public async Task The_story_starts_where_the_visitor_says_and_lasts_fifteen_seconds()
    {
        await using var visit = await site.VisitAsync();
        await visit.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visit.HearSongsAsync(Photo);
        var song = visit.Songs.First;
        var line = (await visit.SongNamesAsync())[0];

        await song.Locator(".play").ClickAsync();
        await visit.Page.WaitForFunctionAsync("() => heard.currentTime > 0");
        await song.Locator(".play").ClickAsync();
        await song.Locator(".player-range").FillAsync("12");
        (await song.Locator(".play-clip").IsVisibleAsync()).ShouldBeFalse();
        await song.Locator(".start-here").ClickAsync();

        (await visit.Page.Locator("#status").TextContentAsync()).ShouldNotBeNull().ShouldContain("0:12");
        // The part that will play lies on the bar, from 12 to 27 seconds of 30.
        (await song.Locator(".player-clip").EvaluateAsync<double[]>("clip => ['--start', '--end'].map(name => Number(clip.style.getPropertyValue(name)))")).ShouldBe([12 / 30d, 27 / 30d]);
        await song.Locator(".copy").ClickAsync();
        (await visit.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()")).ShouldBe($"{line} · from 0:12");

        await song.Locator(".play-clip").ClickAsync();
        await visit.Page.WaitForFunctionAsync("() => !heard.paused && heard.currentTime >= 12 && heard.currentTime < 27");
        await visit.Page.EvaluateAsync("() => { heard.currentTime = 26.5; }");
        await song.Locator(".play:has-text('Play')").WaitForAsync();
        (await visit.Page.EvaluateAsync<double>("() => heard.currentTime")).ShouldBeInRange(27, 29.9);

        await song.Locator(".no-start").ClickAsync();
        await song.Locator(".copy").ClickAsync();
        (await visit.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()")).ShouldBe(line);
        visit.ShouldBeClean(Heard);
    }

    [Fact]
    public async Task A_preview_that_cannot_be_played_says_so()
    {
        await using var visit = await site.VisitAsync();
        await visit.HearSongsAsync(Photo);
        await visit.Page.RouteAsync("https://previews.example/**", route => route.FulfillAsync(new RouteFulfillOptions { Status = 404 }));

        await visit.Songs.First.Locator(".play").ClickAsync();
        await visit.Songs.First.Locator(".play:has-text('No preview')").WaitForAsync();

        (await visit.Songs.First.Locator(".play").IsDisabledAsync()).ShouldBeTrue();
        (await visit.Songs.First.Locator(".player").IsVisibleAsync()).ShouldBeFalse();
        (await visit.Page.Locator("#status").TextContentAsync()).ShouldNotBeNull().ShouldContain("could not be played");
    }

    [Fact]
    public async Task What_is_wanted_less_often_waits_behind_one_button_for_the_keyboard_too()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var song = visit.Songs.First;
        (await song.Locator(".song-links").IsVisibleAsync()).ShouldBeFalse();

        await song.Locator(".song-more").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        (await song.Locator(".song-more").GetAttributeAsync("aria-expanded")).ShouldBe("true");
        (await song.Locator(".song-links a").AllInnerTextsAsync()).ShouldBe(["Spotify", "Apple Music", "YouTube Music"]);
        await song.Locator(".never-artist").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        (await song.Locator(".song-links").IsVisibleAsync()).ShouldBeFalse();
        (await song.Locator(".song-more").EvaluateAsync<bool>("button => button === document.activeElement")).ShouldBeTrue();
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task More_like_this_is_a_wish_that_a_second_press_takes_back()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var id = await visit.Songs.Nth(1).GetAttributeAsync("data-song");
        var like = visit.Page.Locator($".like-this[data-id='{id}']");
        // The songs wished for do not come yet, so that this one stays.
        await visit.Page.RouteAsync("**/refine", _ => Task.CompletedTask);

        await visit.Songs.Nth(1).Locator(".song-more").ClickAsync();
        await like.ClickAsync();

        (await LikedAsync()).ShouldBe(id);
        (await like.GetAttributeAsync("aria-pressed")).ShouldBe("true");
        await like.ClickAsync();
        (await LikedAsync()).ShouldBeNull();
        (await like.GetAttributeAsync("aria-pressed")).ShouldBe("false");

        Task<string?> LikedAsync() => visit.Page.EvaluateAsync<string?>("async () => (await import('/js/wishes.js')).wishes().like ?? null");
    }

    [Fact]
    public async Task An_artist_never_wanted_leaves_a_line_with_the_way_back()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var song = visit.Songs.Nth(1);
        var (id, artist) = (await song.GetAttributeAsync("data-song"), await song.Locator(".song-artist").InnerTextAsync());

        await song.Locator(".song-more").ClickAsync();
        await song.Locator(".never-artist").ClickAsync();

        var line = visit.Page.Locator("#songs > li:nth-child(2)");
        (await line.InnerTextAsync()).ShouldContain(artist);
        (await visit.Page.EvaluateAsync<bool>("() => document.activeElement === document.querySelector('.song-gone button')")).ShouldBeTrue();
        (await BannedAsync()).ShouldBe([artist]);
        (await visit.Page.Locator($"#songs [data-song='{id}']").CountAsync()).ShouldBe(0);

        await visit.Page.Keyboard.PressAsync("Enter");

        await visit.Page.Locator($"#songs > [data-song='{id}']").WaitForAsync();
        (await BannedAsync()).ShouldBeEmpty();
        (await visit.Page.Locator(".song-gone").CountAsync()).ShouldBe(0);

        Task<string[]> BannedAsync() => visit.Page.EvaluateAsync<string[]>("async () => (await import('/js/wishes.js')).banned('exclude_artists')");
    }

    [Fact]
    public async Task A_line_in_place_of_a_song_keeps_its_place_when_other_songs_come()
    {
        await using var visit = await site.VisitAsync();

        var order = await visit.Page.EvaluateAsync<string>("""
            async () => {
              const { refineList } = await import('/js/refine.js');
              const item = name => Object.assign(document.createElement('li'), { id: name });
              const list = document.createElement('ol');
              const [a, line, b, liked] = ['a', 'line', 'b', 'liked'].map(item);
              line.dataset.stays = '';
              list.append(a, line, b, liked);
              document.body.append(list);
              refineList(list, [item('c'), b, item('d')], one => one === liked, () => {});
              return [...list.children].map(one => one.id).join(' ');
            }
            """);

        order.ShouldBe("c line b d liked");
    }

    [Theory]
    [InlineData("en", "Sounds 87% like what the photo asks for|New: 2025-11-28|A model says it fits", 0)]
    [InlineData("hi", "फ़ोटो को जैसा गाना चाहिए, उससे 87% मिलता है|नया: 2025-11-28|A model says it fits", 1)]
    public async Task Why_it_fits_is_said_in_the_pages_language(string language, string reasons, int foreign)
    {
        await using var visit = await site.VisitAsync();
        await visit.Page.AddInitScriptAsync($"localStorage.setItem('storybeats-language', '{language}')");
        await visit.Page.ReloadAsync();

        var said = await visit.Page.EvaluateAsync<string[]>("""
            async () => {
              const { songItem } = await import('/js/songs.js');
              const why = [{ code: 'close', text: '', values: { percent: 87 } }, { code: 'new', text: '', values: { date: '2025-11-28' } }, { code: 'model', text: 'A model says it fits', values: {} }];
              const item = songItem({ id: 'x', name: 'Kesariya', artist: 'Arijit Singh', why }, { session: '', colors: [], say: () => {}, onTryOn: () => {} });
              return [[...item.querySelectorAll('.song-reasons li')].map(one => one.textContent).join('|'), String(item.querySelectorAll('[lang=en]').length)];
            }
            """);

        said.ShouldBe([reasons, foreign.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Songs_on_the_page_change_their_language_and_keep_what_was_said()
    {
        await using var visit = await site.VisitAsync();
        await visit.HearSongsAsync(Photo);
        var names = await visit.SongNamesAsync();
        await visit.AnsweredAsync("/api/feedback", () => visit.Songs.First.Locator(".like").ClickAsync());
        await visit.AnsweredAsync("/api/feedback", () => visit.Songs.Nth(1).Locator(".dislike").ClickAsync());
        await visit.AnsweredAsync("/api/feedback", () => visit.Songs.Nth(1).Locator(".pill").First.ClickAsync());
        await visit.Songs.Nth(2).Locator(".try-on").ClickAsync();
        await visit.Songs.Nth(3).Locator(".play").ClickAsync();

        await visit.Page.EvaluateAsync("async () => (await import('/js/words.js')).setLanguage('hi')");

        (await visit.SongNamesAsync()).ShouldBe(names);
        (await visit.Songs.Locator(".play").AllInnerTextsAsync()).ShouldBe(Enumerable.Repeat("चलाएँ", 5));
        (await visit.Songs.First.Locator(".like").GetAttributeAsync("aria-pressed")).ShouldBe("true");
        (await visit.Songs.First.GetAttributeAsync("data-verdict")).ShouldBe("liked");
        (await visit.Songs.Nth(1).Locator(".pill[aria-pressed=true]").InnerTextAsync()).ShouldBe("मूड अलग है");
        (await visit.Songs.Nth(2).Locator(".try-on").InnerTextAsync()).ShouldBe("फ़ोटो पर है");
        (await visit.Page.EvaluateAsync<bool>("() => heard.paused")).ShouldBeTrue();
        (await visit.Page.Locator("#story-open").InnerTextAsync()).ShouldBe("स्टोरी कार्ड बनाएँ");
        await visit.Songs.First.Locator(".play").ClickAsync();
        await visit.Songs.First.Locator(".play:has-text('रोकें')").WaitForAsync();
        visit.ShouldBeClean(Heard);
    }

    [Theory]
    [InlineData(320, "en")]
    [InlineData(320, "hi")]
    [InlineData(3840, "hi")]
    public async Task A_song_with_everything_open_fits_the_width(int width, string language)
    {
        await using var visit = await site.VisitAsync(width, 800);
        await visit.Page.AddInitScriptAsync($"localStorage.setItem('storybeats-language', '{language}')");
        await visit.HearSongsAsync(Photo);
        var song = visit.Songs.First;

        await song.Locator(".play").ClickAsync();
        await song.Locator(".start-here").ClickAsync();
        await song.Locator(".song-more").ClickAsync();
        await visit.Songs.Nth(1).Locator(".song-more").ClickAsync();
        await visit.Songs.Nth(1).Locator(".never-artist").ClickAsync();

        // Nothing of the songs reaches over the edge of the list or of the window.
        (await visit.Page.EvaluateAsync<string[]>("""
            () => {
              const right = document.querySelector('#songs').getBoundingClientRect().right + 1;
              return [...document.querySelectorAll('#songs *')].filter(one => one.checkVisibility() && (one.getBoundingClientRect().right > right || one.scrollWidth > one.clientWidth + 1 && one.matches('.button'))).map(one => one.className || one.tagName);
            }
            """)).ShouldBeEmpty();
        visit.ShouldBeClean(Heard);
    }
}
