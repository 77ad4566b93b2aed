using Microsoft.Playwright;

namespace StoryBeats.Web.Tests;

/// <summary>The real server and this machine's Chromium.</summary>
public sealed class Site : IAsyncLifetime
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private PageServer? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Whether there is one of the browsers known here.</summary>
    public static bool HasBrowser => Array.Exists(Browsers, File.Exists);

    /// <summary>The server.</summary>
    public PageServer Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Browsers, File.Exists) is not { } path)
            return;

        _server = await PageServer.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Arguments });
    }

    /// <summary>Opens the page in a browser profile of its own.</summary>
    /// <remarks>The page's service worker runs only where it is asked for: it answers before a test's own routes do.</remarks>
    public async Task<Visit> VisitAsync(
        int width = 1280, int height = 900, string path = "/", PageServer? server = null, ColorScheme scheme = ColorScheme.Light, string locale = "en-GB", bool worker = false)
    {
        Assert.SkipWhen(_browser is null, $"There is no Chromium at {string.Join(", ", Browsers)}.");
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = locale,
            ServiceWorkers = worker ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
        });
        // States are waited for, however long a busy machine takes.
        context.SetDefaultTimeout(120_000);
        var visit = new Visit(context, await context.NewPageAsync(), (server ?? Server).Address);
        await visit.OpenAsync(path);
        return visit;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
