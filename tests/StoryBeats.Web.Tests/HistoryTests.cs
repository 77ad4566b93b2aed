using System.Text;
using Microsoft.Playwright;

namespace StoryBeats.Web.Tests;

/// <summary>What this device keeps of photos, and the songs that leave the page.</summary>
public sealed class HistoryTests(Site site) : IClassFixture<Site>
{
    private static readonly byte[] Photo = DuskLandscape.Jpeg(480, 360);

    [Fact]
    public async Task A_photo_its_songs_and_what_was_liked_are_kept_on_this_device()
    {
        await using var visit = await site.VisitAsync();
        await visit.HearSongsAsync(Photo);
        var names = await visit.SongNamesAsync();
        await visit.Songs.First.Locator(".play").ClickAsync();
        await visit.Songs.First.Locator(".player-range").FillAsync("7");
        await visit.Songs.First.Locator(".play").ClickAsync();
        await visit.Songs.First.Locator(".player-range").FillAsync("7");
        await visit.Songs.First.Locator(".start-here").ClickAsync();
        await visit.AnsweredAsync("/api/feedback", () => visit.Songs.Nth(1).Locator(".like").ClickAsync());
        await KeptAsync(visit, "photos[0]?.songs[0].start === 7 && photos[0].songs[1].liked");

        // Another day.
        await visit.Page.UnrouteAllAsync();
        await visit.Page.ReloadAsync();
        await OpenAsync(visit);

        (await visit.Page.Locator("#history .history-photo").CountAsync()).ShouldBe(1);
        await visit.Page.ClickAsync("#history .history-songs summary");
        var songs = await visit.Page.Locator("#history .history-songs li p").AllInnerTextsAsync();
        songs.ShouldBe([$"{names[0]} · from 0:07", $"{names[1]} liked", .. names.Skip(2)]);
        var picture = await visit.Page.Locator("#history img").EvaluateAsync<int[]>("async image => { await image.decode(); return [image.naturalWidth, image.naturalHeight]; }");
        picture.ShouldBe([320, 240]);
        (await visit.Page.Locator("#history .history-songs a").First.GetAttributeAsync("rel")).ShouldBe("noopener noreferrer");
        visit.ShouldBeClean("asks elsewhere: https://previews.example/");
    }

    [Fact]
    public async Task A_song_of_five_more_that_is_liked_is_kept_too()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await KeptAsync(visit, "photos.length === 1");
        await visit.Page.ClickAsync("#more");
        await visit.Songs.Nth(9).WaitForAsync();
        var id = await visit.Songs.Nth(8).GetAttributeAsync("data-song");

        await visit.AnsweredAsync("/api/feedback", () => visit.Songs.Nth(8).Locator(".like").ClickAsync());

        await KeptAsync(visit, $"photos[0].songs.some(song => song.id === '{id}' && song.liked)");
    }

    [Fact]
    public async Task No_request_carries_the_history()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await KeptAsync(visit, "photos.length === 1");
        List<(string Method, string Url)> asked = [];
        visit.Page.Request += (_, request) => asked.Add((request.Method, request.Url));

        await visit.Page.ReloadAsync();
        await OpenAsync(visit);
        await visit.Page.RunAndWaitForDownloadAsync(async () =>
        {
            await visit.Page.ClickAsync("#history .take summary");
            await visit.Page.ClickAsync("#history [data-take=csv]");
        });
        await visit.Page.ClickAsync("#history .history-remove");
        await visit.Page.GetByText("Nothing yet.").WaitForAsync();

        // The page itself is asked for, with nothing to say.
        asked.ShouldContain(request => request.Url.EndsWith("/js/history.js", StringComparison.Ordinal));
        asked.ShouldAllBe(request => request.Method == "GET" && !request.Url.Contains('?', StringComparison.Ordinal));
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task One_photo_or_all_of_them_can_be_removed()
    {
        await using var visit = await site.VisitAsync();
        foreach (var width in (int[])[400, 440, 480])
        {
            await visit.ChooseAsync(DuskLandscape.Jpeg(width, 300));
            await visit.ResultAsync();
            await KeptAsync(visit, $"photos.some(photo => photo.picture) && photos.length === {(width - 360) / 40}");
        }

        await OpenAsync(visit);
        await visit.Page.Locator("#history .history-remove").Nth(1).ClickAsync();
        await visit.Page.Locator("#history [role=status]:has-text('Removed.')").WaitForAsync();
        (await visit.Page.Locator("#history .history-photo").CountAsync()).ShouldBe(2);
        (await visit.Page.EvaluateAsync<string>("() => document.activeElement.className")).ShouldContain("history-remove");
        await visit.Page.ClickAsync("#history-clear");
        (await visit.Page.Locator("#history .history-photo").CountAsync()).ShouldBe(2);
        await visit.Page.ClickAsync("#history-clear");
        await visit.Page.GetByText("Nothing yet.").WaitForAsync();

        await KeptAsync(visit, "photos.length === 0");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.Locator("#history").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        // Neither a wish nor more songs bring it back.
        await visit.AnsweredAsync("/api/more-songs", () => visit.Page.ClickAsync("#more"));
        await visit.Songs.Nth(9).WaitForAsync();
        await OpenAsync(visit);
        (await visit.Page.Locator("#history .history-photo").CountAsync()).ShouldBe(0);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Who_clears_the_history_from_elsewhere_on_the_page_clears_it()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await KeptAsync(visit, "photos.length === 1");

        await visit.Page.EvaluateAsync("async () => (await import('/js/history.js')).clearHistory()");

        await KeptAsync(visit, "photos.length === 0");
        // What is said of a song afterwards brings nothing back.
        await visit.AnsweredAsync("/api/feedback", () => visit.Songs.First.Locator(".like").ClickAsync());
        await OpenAsync(visit);
        await visit.Page.GetByText("Nothing yet.").WaitForAsync();
    }

    [Fact]
    public async Task A_hundred_photos_are_kept_and_the_oldest_go()
    {
        await using var visit = await site.VisitAsync();

        var kept = await visit.Page.EvaluateAsync<string[]>("""
            async () => {
              const { entries, update } = await import('/js/history-store.js');
              for (let i = 0; i < 103; i += 1) await update(`s${i}`, () => ({ session: `s${i}`, at: i, songs: [] }));
              return (await entries()).map(entry => entry.session);
            }
            """);

        kept.ShouldBe(Enumerable.Range(3, 100).Reverse().Select(i => $"s{i}"));
    }

    [Fact]
    public async Task Two_tabs_at_once_lose_nothing()
    {
        await using var visit = await site.VisitAsync();
        var tab = await visit.Page.Context.NewPageAsync();
        await tab.GotoAsync(site.Server.Address.AbsoluteUri);

        await Task.WhenAll(
            visit.ChooseAsync(Photo),
            tab.SetInputFilesAsync("#photo-input", new FilePayload { Name = "other.jpg", MimeType = "image/jpeg", Buffer = DuskLandscape.Jpeg(400, 300) }));
        await visit.ResultAsync();
        await tab.WaitForSelectorAsync("body[data-state=result]");
        await KeptAsync(visit, "photos.length === 2");
        await Task.WhenAll(visit.Songs.First.Locator(".like").ClickAsync(), tab.Locator("#songs .like").Nth(1).ClickAsync());

        // And of one entry, both tabs may write at once.
        await KeptAsync(visit, "photos.every(photo => photo.songs.some(song => song.liked))");
        const string Count = "async from => { const { update } = await import('/js/history-store.js'); for (let i = 0; i < 20; i += 1) await update('both', entry => ({ session: 'both', at: 1, songs: [...(entry?.songs ?? []), { id: from + i }] })); }";
        await Task.WhenAll(visit.Page.EvaluateAsync(Count, "a"), tab.EvaluateAsync(Count, "b"));
        await KeptAsync(visit, "photos.find(photo => photo.session === 'both').songs.length === 40");
    }

    [Fact]
    public async Task Where_nothing_can_be_kept_the_page_works_and_says_so()
    {
        await using var visit = await site.VisitAsync();
        await visit.Page.AddInitScriptAsync("""
            Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('Not here.', 'SecurityError'); } });
            """);
        await visit.Page.ReloadAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await visit.AnsweredAsync("/api/feedback", () => visit.Songs.First.Locator(".like").ClickAsync());

        await OpenAsync(visit);
        await visit.Page.GetByText("This browser keeps nothing for this page").WaitForAsync();

        await visit.Page.EvaluateAsync("async () => (await import('/js/history.js')).clearHistory()");
        (await visit.Songs.CountAsync()).ShouldBe(5);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Songs_leave_as_text_M3U_and_CSV()
    {
        await using var visit = await site.VisitAsync();

        var files = await visit.Page.EvaluateAsync<string[]>("""
            async () => {
              const { asText, asM3u, asCsv } = await import('/js/export.js');
              const songs = [
                { id: '1', name: 'Kesariya', artist: 'Arijit Singh', album: 'Brahmāstra', language_type: 'Hindi', start: 12, liked: true, duration_ms: 268000, preview_url: 'https://p.example/1.mp3',
                  links: { spotify: 'https://open.spotify.com/track/1', apple_music: 'https://music.apple.com/1', youtube_music: 'https://music.youtube.com/1' } },
                { id: '2', name: '=HYPERLINK("https://evil.example","Play")', artist: '@someone, "quoted"', album: '+1', language_type: '-', start: null, duration_ms: null, spotify_url: 'https://open.spotify.com/track/2' },
                { id: '3', name: 'Two\nlines', artist: 'केके', links: {} },
              ];
              return [asText(songs), asM3u(songs), asCsv(songs)];
            }
            """);

        files[0].ShouldBe("Kesariya – Arijit Singh · from 0:12\n=HYPERLINK(\"https://evil.example\",\"Play\") – @someone, \"quoted\"\nTwo\nlines – केके\n");
        files[1].ShouldBe(
            "#EXTM3U\n#EXTENC:UTF-8\n#EXTINF:30,Arijit Singh - Kesariya\nhttps://p.example/1.mp3\n"
            + "#EXTINF:-1,@someone, \"quoted\" - =HYPERLINK(\"https://evil.example\",\"Play\")\nhttps://open.spotify.com/track/2\n");
        files[2].ShouldBe(
            "title,artist,album,language,start,liked,spotify,apple_music,youtube_music,preview\r\n"
            + "Kesariya,Arijit Singh,Brahmāstra,Hindi,0:12,yes,https://open.spotify.com/track/1,https://music.apple.com/1,https://music.youtube.com/1,https://p.example/1.mp3\r\n"
            + "\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"Play\"\")\",\"'@someone, \"\"quoted\"\"\",'+1,'-,,,https://open.spotify.com/track/2,,,\r\n"
            + "\"Two\nlines\",केके,,,,,,,,\r\n");
    }

    [Theory]
    [InlineData("txt")]
    [InlineData("m3u")]
    [InlineData("csv")]
    public async Task The_songs_on_the_page_and_those_of_the_history_are_saved(string ending)
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var titles = await visit.Songs.Locator(".song-title").AllInnerTextsAsync();
        await visit.AnsweredAsync("/api/feedback", () => visit.Songs.Nth(2).Locator(".like").ClickAsync());
        await KeptAsync(visit, "photos[0]?.songs[2].liked");

        await visit.Page.ClickAsync("#take-along summary");
        var now = await SavedAsync("#take-along");
        await OpenAsync(visit);
        await visit.Page.ClickAsync("#history .take summary");
        var kept = await SavedAsync("#history");

        titles.ShouldAllBe(title => now.Text.Contains(title, StringComparison.Ordinal) && kept.Text.Contains(title, StringComparison.Ordinal));
        now.Name.ShouldStartWith("storybeats-");
        (now.Name, Path.GetExtension(now.Name)).ShouldBe((kept.Name, "." + ending));
        foreach (var text in (string[])[now.Text, kept.Text])
            text.Split('\n').Count(line => line.Contains(",yes,", StringComparison.Ordinal)).ShouldBe(ending == "csv" ? 1 : 0);
        // Spreadsheets read Indian letters only after this mark.
        now.Text.StartsWith('\uFEFF').ShouldBe(ending == "csv");
        visit.ShouldBeClean();

        async Task<(string Name, string Text)> SavedAsync(string home)
        {
            var saved = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.ClickAsync($"{home} [data-take={ending}]"));
            return (saved.SuggestedFilename, Encoding.UTF8.GetString(await File.ReadAllBytesAsync(await saved.PathAsync(), TestContext.Current.CancellationToken)));
        }
    }

    [Fact]
    public async Task All_songs_are_copied_at_once()
    {
        await using var visit = await site.VisitAsync();
        await visit.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();

        await visit.Page.ClickAsync("#take-along summary");
        await visit.Page.ClickAsync("#take-along .copy");
        await visit.Page.Locator("#take-along .copy:has-text('Copied')").WaitForAsync();

        (await visit.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()")).ShouldBe(string.Concat((await visit.SongNamesAsync()).Select(line => line + "\n")));
        visit.ShouldBeClean();
    }

    [Theory]
    [InlineData(320, "en")]
    [InlineData(320, "hi")]
    [InlineData(1280, "hi")]
    public async Task The_history_fits_the_width(int width, string language)
    {
        await using var visit = await site.VisitAsync(width, 700);
        await visit.Page.AddInitScriptAsync($"localStorage.setItem('storybeats-language', '{language}')");
        await visit.Page.ReloadAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await KeptAsync(visit, "photos.length === 1");

        await OpenAsync(visit);
        await visit.Page.ClickAsync("#history .history-songs summary");
        await visit.Page.ClickAsync("#history .take summary");

        (await visit.Page.Locator("#history").EvaluateAsync<int>("dialog => dialog.scrollWidth - dialog.clientWidth")).ShouldBe(0);
        visit.ShouldBeClean();
    }

    // Waits until what is kept is so.
    private static Task KeptAsync(Visit visit, string condition) =>
        visit.UntilAsync($$"""async () => { const photos = await (await import('/js/history-store.js')).entries(); return {{condition}}; }""");

    private static async Task OpenAsync(Visit visit)
    {
        // A page that has not shown a photo yet may still be loading what shows the history.
        await visit.Page.EvaluateAsync("async () => { await import('/js/history.js'); }");
        await visit.Page.ClickAsync("#history-open");
        await visit.Page.Locator("#history .history-body > *").First.WaitForAsync();
    }
}
