using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace StoryBeats.Server.Http;

/// <summary>The files that make up the page, and a version made of their contents: what its service worker keeps on a device.</summary>
internal sealed class PageShell
{
    /// <summary>Says with the page which version it is of.</summary>
    public const string VersionHeader = "Shell-Version";

    private const string WorkerFile = "sw.js";

    // Pages of their own, which nobody opens without a connection.
    private static readonly string[] Elsewhere = [WorkerFile, "insights/", "insights.css", "js/insights.js", "js/charts.js", "js/operator.js", "ops/", "ops.css", "js/ops", "spotify/", "js/spotify-callback.js"];

    private readonly byte[] _worker;

    private PageShell(string version, byte[] worker) => (Version, _worker) = (version, worker);

    /// <summary>Changes with any of the files.</summary>
    public string Version { get; }

    /// <summary>Reads the files once: they do not change while the server runs.</summary>
    public static PageShell Read(string webRoot)
    {
        var names = Directory.EnumerateFiles(webRoot, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(webRoot, file).Replace('\\', '/'))
            .Where(name => !Array.Exists(Elsewhere, elsewhere => name.StartsWith(elsewhere, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .ToList();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in names)
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(Path.Combine(webRoot, name))));
        var version = Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
        var files = string.Join(',', names.Select(name => $"\"{JsonEncodedText.Encode(name is "index.html" ? "/" : "/" + name)}\""));
        return new PageShell(version, [.. Encoding.UTF8.GetBytes($"const SHELL = {{ version: \"{version}\", files: [{files}] }};\n"), .. File.ReadAllBytes(Path.Combine(webRoot, WorkerFile))]);
    }

    /// <summary>Answers the worker's address with the worker of this version; a middleware.</summary>
    public async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path != "/" + WorkerFile)
        {
            await next(context);
            return;
        }

        context.Response.ContentType = "text/javascript";
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.Body.WriteAsync(_worker, context.RequestAborted);
    }
}
