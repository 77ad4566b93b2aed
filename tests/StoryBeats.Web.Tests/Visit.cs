using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace StoryBeats.Web.Tests;

/// <summary>One visitor on the page, and everything that went wrong meanwhile.</summary>
public sealed class Visit : IAsyncDisposable
{
    private const string WorkerBlocked = "Service Worker registration blocked by Playwright";

    private readonly IBrowserContext _context;
    private readonly Uri _address;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly TaskCompletionSource<string> _session = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<IFileChooser> _chooser = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Visit(IBrowserContext context, IPage page, Uri address)
    {
        _context = context;
        _address = address;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains(WorkerBlocked, StringComparison.Ordinal))
                _complaints.Enqueue($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Enqueue("page: " + error);
        page.Request += (_, request) =>
        {
            // The page tells its session to nobody but the server: it looks for previews of it.
            if (new Uri(request.Url).AbsolutePath.Split('/') is ["", "api", "v2", "sessions", var session, "previews"])
                _session.TrySetResult(session);
            if (!request.Url.StartsWith(address.AbsoluteUri, StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                _complaints.Enqueue("asks elsewhere: " + request.Url);
        };
        // Registered before any key is pressed: the browser must be told before the dialog opens.
        page.FileChooser += (_, chooser) => _chooser.TrySetResult(chooser);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>The songs on it.</summary>
    public ILocator Songs => Page.Locator("#songs > li.song");

    /// <summary>What the error says.</summary>
    public ILocator Problem => Page.Locator("#error p");

    /// <summary>Opens an address of the server.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', event => console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI));");
        await Page.GotoAsync(new Uri(_address, path).AbsoluteUri);
        await Page.WaitForFunctionAsync("() => !document.querySelector('#photo-input') || 'ready' in document.documentElement.dataset");
    }

    /// <summary>Opens the page in another tab of the same browser profile.</summary>
    public async Task<Visit> AnotherTabAsync()
    {
        var tab = new Visit(_context, await _context.NewPageAsync(), _address);
        await tab.OpenAsync("/");
        return tab;
    }

    /// <summary>Chooses a file without a dialog.</summary>
    public Task ChooseAsync(byte[] content, string name = "photo.jpg", string type = "image/jpeg") =>
        Page.SetInputFilesAsync("#photo-input", File(content, name, type));

    /// <summary>Waits until songs are on the page.</summary>
    public Task ResultAsync() => Page.WaitForSelectorAsync("body[data-state=result]");

    /// <summary>Does something and waits for the answer to the call that it makes.</summary>
    public async Task<IResponse> AnsweredAsync(string path, Func<Task> act)
    {
        var answer = await Page.RunAndWaitForResponseAsync(act, response => new Uri(response.Url).AbsolutePath == path);
        answer.Ok.ShouldBeTrue(answer.StatusText);
        return answer;
    }

    /// <summary>Waits until an asynchronous condition holds on the page. The browser's own wait takes a promise for true.</summary>
    public async Task UntilAsync(string condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await Page.EvaluateAsync<bool>($"async () => Boolean(await ({condition})())"))
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
    }

    /// <summary>The first session on the page.</summary>
    public Task<string> SessionAsync() => _session.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    /// <summary>Gives a file to the dialog that a key has opened.</summary>
    public async Task AnswerDialogAsync(byte[] content)
    {
        var chooser = await _chooser.Task.WaitAsync(TestContext.Current.CancellationToken);
        await chooser.SetFilesAsync(File(content, "photo.jpg", "image/jpeg"));
    }

    /// <summary>Titles and artists, in their order.</summary>
    public async Task<IReadOnlyList<string>> SongNamesAsync()
    {
        var titles = await Songs.Locator(".song-title").AllInnerTextsAsync();
        var artists = await Songs.Locator(".song-artist").AllInnerTextsAsync();
        return [.. titles.Zip(artists, (title, artist) => $"{title} – {artist}")];
    }

    /// <summary>Expects that nothing has complained, but for answers that a test asked for.</summary>
    public void ShouldBeClean(params string[] expected) =>
        _complaints.Where(complaint => !Array.Exists(expected, text => complaint.Contains(text, StringComparison.Ordinal))).ShouldBeEmpty();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static FilePayload File(byte[] content, string name, string type) => new() { Name = name, MimeType = type, Buffer = content };
}
