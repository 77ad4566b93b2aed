using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;

namespace StoryBeats.Server.Tests;

public sealed class DiskTests
{
    private const int PhotoBytes = 15 * 1024 * 1024;

    [Fact]
    public async Task Nothing_of_a_photo_is_written_to_disk()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are counted in /proc.");
        using var temp = new TempFolder();
        using var home = new TempFolder();
        using var serve = await ServeProcess.StartAsync(
            new("TMPDIR", temp.Root), new("ASPNETCORE_TEMP", temp.Root), new("HOME", home.Root), new("XDG_CONFIG_HOME", home.Root), new("XDG_CACHE_HOME", home.Root),
            new("DOTNET_EnableDiagnostics", "0"));
        // Where ONNX Runtime would keep what it tells its makers.
        Directory.EnumerateFileSystemEntries(home.Root).ShouldBeEmpty();
        using var created = new CreatedFiles(temp.Root, home.Root);
        var openBefore = OpenFiles(serve.Id);

        var form = Form.Of(RenderedPhoto.OfSize(PhotoBytes)).ToBytes();
        var openWithin = await UploadAsync(serve, form, whenHalfIsSent: () => OpenFiles(serve.Id));

        (await created.ListAsync()).ShouldBeEmpty();
        New(openWithin).ShouldBeEmpty();
        New(OpenFiles(serve.Id)).ShouldBeEmpty();

        // What is kept of a session lies in the data directory: PrivacyTests reads it.
        IEnumerable<string> New(IEnumerable<string> open) =>
            open.Except(openBefore, StringComparer.Ordinal).Where(file => !file.StartsWith(serve.DataDirectory, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> UploadAsync(ServeProcess serve, byte[] form, Func<IReadOnlyList<string>> whenHalfIsSent)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var pipe = new Pipe();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/analyze") { Content = new StreamContent(pipe.Reader.AsStream()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", new Form().ContentType);
        request.Content.Headers.ContentLength = form.Length;
        var answer = serve.Client.SendAsync(request, cancellationToken);
        // The pipe lets go of what it holds only when the socket takes it, so most of this half has left by now.
        await pipe.Writer.WriteAsync(form.AsMemory(0, form.Length / 2), cancellationToken);
        var seen = whenHalfIsSent();
        await pipe.Writer.WriteAsync(form.AsMemory(form.Length / 2), cancellationToken);
        await pipe.Writer.CompleteAsync();
        using var response = await answer;
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return seen;
    }

    // Regular files open for writing, those deleted while open too; sockets and pipes are none.
    private static IReadOnlyList<string> OpenFiles(int process)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        var written = new List<string>();
        foreach (var link in Directory.GetFileSystemEntries(Path.Combine(folder, "fd")))
        {
            var target = new FileInfo(link).LinkTarget;
            if (target?.StartsWith('/') == true && !target.StartsWith("/dev/", StringComparison.Ordinal)
                && IsForWriting(Path.Combine(folder, "fdinfo", Path.GetFileName(link))))
            {
                written.Add(target);
            }
        }

        return written;
    }

    private static bool IsForWriting(string info)
    {
        try
        {
            var flags = File.ReadLines(info).First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & 3) != 0;
        }
        catch (FileNotFoundException)
        {
            // Closed since it was listed.
            return false;
        }
    }

    /// <summary>Remembers every file made in some folders, those gone again too.</summary>
    private sealed class CreatedFiles : IDisposable
    {
        private readonly ConcurrentQueue<string> _names = new();
        private readonly List<FileSystemWatcher> _watchers = [];
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _marks = new(StringComparer.Ordinal);

        public CreatedFiles(params string[] folders)
        {
            foreach (var folder in folders)
            {
                var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
                watcher.Created += (_, file) =>
                {
                    if (_marks.TryGetValue(file.FullPath, out var mark))
                        mark.SetResult();
                    else
                        _names.Enqueue(file.FullPath);
                };
                watcher.EnableRaisingEvents = true;
                _watchers.Add(watcher);
            }
        }

        /// <summary>The files made so far: a file of our own comes last in each folder's events.</summary>
        public async Task<IReadOnlyList<string>> ListAsync()
        {
            foreach (var watcher in _watchers)
            {
                var path = Path.Combine(watcher.Path, "mark");
                var mark = _marks[path] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await File.WriteAllTextAsync(path, "", TestContext.Current.CancellationToken);
                await mark.Task.WaitAsync(TestContext.Current.CancellationToken);
            }

            return [.. _names];
        }

        public void Dispose() => _watchers.ForEach(watcher => watcher.Dispose());
    }
}
