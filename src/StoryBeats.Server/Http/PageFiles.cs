using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace StoryBeats.Server.Http;

/// <summary>The web page's files: compressed, asked about each time, kept by its worker.</summary>
internal static class PageFiles
{
    // Answers of the API are not compressed: they are small, and events must not wait for a buffer to fill.
    private static readonly string[] Compressed = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/manifest+json"];

    public static IServiceCollection AddPageCompression(this IServiceCollection services) => services
        .Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal)
        .Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal)
        .AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true; // nothing in these files is secret
            compression.MimeTypes = Compressed;
        });

    public static void UsePageFiles(this WebApplication app)
    {
        var shell = PageShell.Read(app.Environment.WebRootPath);
        app.UseMiddleware<EncodedTags>();
        app.UseResponseCompression();
        app.Use(shell.AnswerAsync);
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file =>
            {
                var headers = file.Context.Response.Headers;
                headers.CacheControl = "no-cache";
                headers.Vary = HeaderNames.AcceptEncoding;
                if (file.File.Name is "index.html")
                    headers[PageShell.VersionHeader] = shell.Version;
            },
        });
    }
}
