using System.Diagnostics;
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
                // What is asked, and a key with it, goes where the operator sends it and nowhere else.
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = lifetime,
                UseCookies = false,
                // Traced here, and not told to others: what a visitor's traceparent or baggage says is not theirs.
                ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            };
            also?.Invoke(handler);
            return handler;
        });
}
