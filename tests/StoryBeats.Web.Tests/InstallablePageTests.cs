using System.Text.Json;
using Microsoft.Playwright;

namespace StoryBeats.Web.Tests;

/// <summary>The page as something kept on a phone: small at first, there without a connection, new when there is a new one.</summary>
public sealed class InstallablePageTests(Site site) : IClassFixture<Site>
{
    private const int FirstLoad = 60 * 1024;
    private const string Offline = "ERR_INTERNET_DISCONNECTED";

    private static readonly byte[] Photo = DuskLandscape.Jpeg(480, 360);

    [Fact]
    public async Task The_first_load_is_at_most_60_KB()
    {
        await using var visit = await site.VisitAsync(path: "/favicon.svg");
        var wire = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await wire.SendAsync("Network.enable");
        await wire.SendAsync("Network.setCacheDisabled", Said(("cacheDisabled", true)));
        var (bytes, paths) = (0L, new List<string>());
        wire.Event("Network.loadingFinished").OnEvent += (_, said) => bytes += (long)said!.Value.GetProperty("encodedDataLength").GetDouble();
        wire.Event("Network.requestWillBeSent").OnEvent += (_, said) => paths.Add(new Uri(said!.Value.GetProperty("request").GetProperty("url").GetString()!).AbsolutePath);

        await visit.OpenAsync("/");
        await visit.Page.WaitForSelectorAsync("html[data-ready]");
        // What comes when the browser has nothing else to do is of the first load, too.
        await visit.Page.EvaluateAsync("() => new Promise(done => requestIdleCallback(() => requestIdleCallback(done)))");
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        paths.ShouldContain("/js/main.js", StringComparer.Ordinal);
        paths.ShouldContain("/styles.css", StringComparer.Ordinal);
        bytes.ShouldBeInRange(10_000, FirstLoad, string.Join(' ', paths));
    }

    // How soon is in the test's output, for docs/page.md: run it alone, with -showLiveOutput, on a machine with nothing else to do.
    [Fact]
    public async Task A_slow_phone_on_a_slow_line_can_choose_a_photo()
    {
        await using var visit = await site.VisitAsync(390, 844, path: "/favicon.svg");
        var wire = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await wire.SendAsync("Network.enable");
        await wire.SendAsync("Network.setCacheDisabled", Said(("cacheDisabled", true)));
        await wire.SendAsync("Emulation.setCPUThrottlingRate", Said(("rate", 4)));
        await wire.SendAsync("Network.emulateNetworkConditions", Said(("offline", false), ("latency", 150), ("downloadThroughput", 1.6e6 / 8), ("uploadThroughput", 0.75e6 / 8)));

        await visit.OpenAsync("/");
        await visit.Page.WaitForSelectorAsync("html[data-ready]");
        await visit.Page.RunAndWaitForFileChooserAsync(() => visit.Page.ClickAsync("#choose"));

        var ready = await visit.Page.EvaluateAsync<double>("() => performance.getEntriesByName('ready')[0].startTime");
        ready.ShouldBeGreaterThan(0);
        TestContext.Current.TestOutputHelper?.WriteLine($"Ready after {ready:0} ms.");
        visit.ShouldBeClean("status of 404"); // a drawing alone has no icon
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    [InlineData(null)]
    public async Task Files_are_compressed_for_those_who_can_and_asked_about_each_time(string? coding)
    {
        using var first = await AskAsync("/js/flow.js", coding);
        var tag = first.Headers.ETag!;
        using var again = await AskAsync("/js/flow.js", coding, tag.ToString());
        using var plain = await AskAsync("/js/flow.js", null);

        first.Content.Headers.ContentEncoding.ShouldBe(coding is null ? [] : [coding]);
        first.Headers.CacheControl!.NoCache.ShouldBeTrue();
        first.Headers.Vary.ShouldContain("Accept-Encoding", StringComparer.Ordinal);
        ((int)again.StatusCode).ShouldBe(304);
        again.Headers.ETag.ShouldBe(tag);
        (tag.Tag == plain.Headers.ETag!.Tag).ShouldBe(coding is null);
        var (small, whole) = ((await first.Content.ReadAsByteArrayAsync(Cancelled)).Length, (await plain.Content.ReadAsByteArrayAsync(Cancelled)).Length);
        (small < whole / 2).ShouldBe(coding is not null);
    }

    [Fact]
    public async Task Answers_of_the_API_are_not_compressed_so_that_events_come_at_once()
    {
        using var answer = await AskAsync("/api/v2/readers", "br");

        answer.IsSuccessStatusCode.ShouldBeTrue();
        answer.Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_browser_finds_nothing_that_keeps_it_from_installing_the_page()
    {
        await using var visit = await site.VisitAsync(worker: true);
        await KeptAsync(visit);
        var wire = await visit.Page.Context.NewCDPSessionAsync(visit.Page);

        var manifest = (await wire.SendAsync("Page.getAppManifest"))!.Value;
        var faults = (await wire.SendAsync("Page.getInstallabilityErrors"))!.Value.GetProperty("installabilityErrors");

        manifest.GetProperty("errors").GetArrayLength().ShouldBe(0);
        using var said = JsonDocument.Parse(manifest.GetProperty("data").GetString()!);
        said.RootElement.GetProperty("name").GetString().ShouldStartWith("StoryBeats");
        // A browser profile that leaves no trace installs nothing.
        faults.EnumerateArray().Select(fault => fault.GetProperty("errorId").GetString()).Where(fault => fault is not "in-incognito").ShouldBeEmpty();
        foreach (var icon in said.RootElement.GetProperty("icons").EnumerateArray())
        {
            var size = await visit.Page.EvaluateAsync<int>("async src => { const image = new Image(); image.src = src; await image.decode(); return image.naturalWidth; }", icon.GetProperty("src").GetString());
            if (icon.GetProperty("sizes").GetString() is not "any")
                $"{size}x{size}".ShouldBe(icon.GetProperty("sizes").GetString());
        }
    }

    [Fact]
    public async Task Without_a_connection_the_page_is_there_and_says_so()
    {
        await using var visit = await site.VisitAsync(390, 844, worker: true);
        await KeptAsync(visit);
        await visit.Page.Context.SetOfflineAsync(true);

        await visit.Page.ReloadAsync();
        await visit.Page.WaitForSelectorAsync("html[data-ready]");

        (await visit.Page.InnerTextAsync("#offline")).ShouldStartWith("You are offline.");
        (await visit.Page.IsVisibleAsync("#choose")).ShouldBeTrue();
        await visit.ChooseAsync(Photo);
        await visit.Problem.WaitForAsync();
        (await visit.Problem.InnerTextAsync()).ShouldBe("You seem to be offline. Try again once you are connected.");

        await visit.Page.Context.SetOfflineAsync(false);
        await visit.Page.Locator("#offline").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        await visit.Page.ClickAsync("#error .button:first-child");
        await visit.ResultAsync();
        (await visit.Songs.CountAsync()).ShouldBe(5);
        visit.ShouldBeClean(Offline);
    }

    [Fact]
    public async Task A_connection_lost_midway_is_said_and_the_songs_stay()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        var before = await visit.SongNamesAsync();

        await visit.Page.Context.SetOfflineAsync(true);
        await visit.Page.ClickAsync("#more");
        await visit.Problem.WaitForAsync();

        (await visit.Problem.InnerTextAsync()).ShouldBe("You seem to be offline. Try again once you are connected.");
        (await visit.SongNamesAsync()).ShouldBe(before);
        await visit.Page.Context.SetOfflineAsync(false);
        await visit.Page.ClickAsync("#error .button:first-child");
        await visit.Songs.Nth(9).WaitForAsync();
        visit.ShouldBeClean(Offline);
    }

    [Fact]
    public async Task A_connection_lost_before_the_rest_of_the_page_came_is_said_and_the_next_photo_fetches_it()
    {
        await using var visit = await site.VisitAsync();
        await visit.Page.Context.SetOfflineAsync(true);

        await visit.ChooseAsync(Photo);
        await visit.Problem.WaitForAsync();
        (await visit.Problem.InnerTextAsync()).ShouldBe("You seem to be offline. Try again once you are connected.");
        await visit.Page.Context.SetOfflineAsync(false);
        await visit.ChooseAsync(Photo, "again.jpg");
        await visit.ResultAsync();

        (await visit.Songs.CountAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task The_worker_keeps_the_page_and_neither_photos_nor_answers()
    {
        await using var visit = await site.VisitAsync(worker: true);
        await KeptAsync(visit);
        await visit.Page.ReloadAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();

        var kept = await visit.Page.EvaluateAsync<string[]>("""
            async () => {
              const urls = [];
              for (const name of await caches.keys()) urls.push(...(await (await caches.open(name)).keys()).map(request => request.url));
              return urls.map(url => new URL(url).pathname + new URL(url).search);
            }
            """);
        kept.ShouldContain("/", StringComparer.Ordinal);
        kept.ShouldContain("/js/words/hi.js", StringComparer.Ordinal);
        kept.ShouldAllBe(path => path.StartsWith("/js/", StringComparison.Ordinal) || path.LastIndexOf('/') == 0);
        kept.ShouldNotContain(path => path.StartsWith("/api", StringComparison.Ordinal) || path.Contains('?') || path.Contains("insights", StringComparison.Ordinal));
        // From the device, without asking.
        (await visit.Page.EvaluateAsync<double>("() => performance.getEntriesByType('resource').find(one => one.name.endsWith('/js/main.js')).workerStart")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_new_release_is_seen_at_the_next_load()
    {
        var old = Directory.CreateTempSubdirectory("storybeats-page-");
        var root = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(old.FullName, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await File.AppendAllTextAsync(Path.Combine(old.FullName, "js", "main.js"), "document.documentElement.dataset.release = 'old';\n", Cancelled);
        var first = await PageServer.StartAsync($"--webroot={old.FullName}");
        var address = first.Address;
        await using var visit = await site.VisitAsync(server: first, worker: true);
        await KeptAsync(visit);
        await visit.Page.ReloadAsync();
        await visit.Page.WaitForSelectorAsync("html[data-ready][data-release=old]");

        await first.DisposeAsync();
        await using var second = await PageServer.StartAsync("--urls", address.AbsoluteUri);
        await visit.Page.ReloadAsync();
        await visit.Page.WaitForSelectorAsync("html[data-ready]");

        (await visit.Page.GetAttributeAsync("html", "data-release")).ShouldBeNull();
        // Its worker takes over, and what was kept of the former goes. The page asks for nothing meanwhile: a worker that is asked is not replaced.
        var worker = await second.Client.GetStringAsync("/sw.js", Cancelled);
        var version = worker.Split('"')[1];
        await visit.UntilAsync($"async () => (await caches.keys()).join() === 'shell-{version}'");
        old.Delete(recursive: true);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static Dictionary<string, object> Said(params (string Name, object Value)[] values) => values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);

    // Until the worker has kept the page.
    private static Task KeptAsync(Visit visit) => visit.Page.EvaluateAsync("async () => { await navigator.serviceWorker.ready; }");

    private async Task<HttpResponseMessage> AskAsync(string path, string? coding, string? known = null)
    {
        Assert.SkipUnless(Site.HasBrowser, "There is no Chromium.");
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (coding is not null)
            request.Headers.Add("Accept-Encoding", coding);
        if (known is not null)
            request.Headers.Add("If-None-Match", known);
        return await site.Server.Client.SendAsync(request, Cancelled);
    }
}
