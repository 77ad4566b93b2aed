using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using StoryBeats.Server;

namespace StoryBeats.Web.Tests;

/// <summary>The real server and this machine's Chromium.</summary>
public sealed class Site : IAsyncLifetime
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private WebApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private Uri Address => new(_app!.Urls.First());

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Browsers, File.Exists) is not { } path)
            return;

        var nowhere = Path.Combine(Path.GetTempPath(), "storybeats-tests-no-such-folder");
        _app = StoryBeatsServer.Build(
            ["--urls", "http://127.0.0.1:0", "--RateLimits:Enabled=false", "--Logging:Console:LogLevel:Default=None", $"--StoryBeats:DataDirectory={nowhere}"]);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Arguments });
    }

    /// <summary>Opens the page in a browser profile of its own.</summary>
    public async Task<Visit> VisitAsync(int width = 1280, int height = 900, string path = "/")
    {
        Assert.SkipWhen(_browser is null, $"There is no Chromium at {string.Join(", ", Browsers)}.");
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var visit = new Visit(context, await context.NewPageAsync(), Address);
        await visit.OpenAsync(path);
        return visit;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }
    }
}
