using System.Diagnostics;
using OpenTelemetry;

namespace StoryBeats.Server.Telemetry;

/// <summary>
/// Takes out of spans what could lead to somebody: addresses hold session ids, Spotify's names of visitors and what was searched for because of
/// a photo. Which route or host it was stays.
/// </summary>
internal sealed class PrivateSpans : BaseProcessor<Activity>
{
    private static readonly string[] Personal =
    [
        "url.path", "url.query", "user_agent.original", "client.address", "client.port", "network.peer.address", "network.peer.port", "enduser.id",
        "http.url", "http.target", "http.user_agent", "http.client_ip", "db.connection_string", "db.user",
    ];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Personal)
            data.SetTag(tag, null);
        if (data.GetTagItem("url.full") is string full)
            data.SetTag("url.full", Uri.TryCreate(full, UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Authority) : null);
    }
}
