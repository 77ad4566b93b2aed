using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace StoryBeats.Providers;

/// <summary>Connections to outside services.</summary>
internal static class OutboundSockets
{
    /// <summary>
    /// Keeps one handler as long as the program lives, and each of its connections so long that it follows DNS all the same. Nothing is
    /// logged by the framework: addresses hold what was asked.
    /// </summary>
    public static IHttpClientBuilder KeepConnections(this IHttpClientBuilder builder, TimeSpan lifetime, Action<SocketsHttpHandler>? also = null) => builder
        .RemoveAllLoggers()
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .ConfigurePrimaryHttpMessageHandler(() =>
        {
            var handler = new SocketsHttpHandler
            {
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = lifetime,
                UseCookies = false,
            };
            also?.Invoke(handler);
            return handler;
        });
}
