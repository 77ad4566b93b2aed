using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StoryBeats.Providers.Tests.Previews;

/// <summary>A server on a real socket that answers as a test says, for what a real service does on odd days alone.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _asked = new();

    private ScriptedServer(WebApplication app) => _app = app;

    /// <summary>Paths with their queries, unescaped, in the order they came.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public Uri Address { get; private set; } = null!;

    public static async Task<ScriptedServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        var server = new ScriptedServer(builder.Build());
        server._app.Run(context =>
        {
            server._asked.Enqueue(Uri.UnescapeDataString(context.Request.Path + context.Request.QueryString));
            return answer(context);
        });
        await server._app.StartAsync();
        server.Address = new Uri(server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");
        return server;
    }

    public static Task<ScriptedServer> StartAsync(Func<HttpRequest, string> json) => StartAsync(context =>
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json(context.Request));
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
