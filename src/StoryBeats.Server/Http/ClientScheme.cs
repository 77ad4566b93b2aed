namespace StoryBeats.Server.Http;

/// <summary>How the visitor's browser reached us, which a proxy that ends TLS says in a header.</summary>
internal static class ClientScheme
{
    /// <summary>
    /// Whether it was https. Whoever claims it falsely fools only themselves: they get a cookie that they cannot use, or are sent back to
    /// where nobody listens.
    /// </summary>
    public static bool IsHttps(HttpRequest request) =>
        // Of several proxies the first is the one that the browser talks to.
        request.IsHttps || request.Headers["X-Forwarded-Proto"].ToString().Split(',')[0].Trim().Equals("https", StringComparison.OrdinalIgnoreCase);
}
