using System.Net;

namespace StoryBeats.Server.Spotify;

/// <summary>Where Spotify sends a visitor back to when no address is set: to the one that they opened, if Spotify takes it.</summary>
internal static class ReturnAddress
{
    /// <summary>The address of a page of this server as the visitor's browser knows it.</summary>
    /// <returns>The address, or a sentence that says why Spotify would refuse it.</returns>
    public static (Uri? Address, string? Refusal) Of(HttpRequest request, string page)
    {
        var scheme = request.IsHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        if (!Uri.TryCreate($"{scheme}://{request.Host}{page}", UriKind.Absolute, out var address))
            return (null, "The Host of this request is no address. Set Spotify__RedirectUri.");
        if (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            var instead = new UriBuilder(address) { Host = "127.0.0.1", Path = "" }.Uri.GetLeftPart(UriPartial.Authority);
            return (null, $"Spotify does not send anybody back to localhost. Open {instead} instead, or set Spotify__RedirectUri.");
        }

        // Uri.IsLoopback would take names for addresses; Spotify wants the number.
        return scheme == Uri.UriSchemeHttps || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var number) && IPAddress.IsLoopback(number))
            ? (address, null)
            : (null, "Spotify sends visitors back only to https or to http://127.0.0.1. Open this page at such an address, or set Spotify__RedirectUri.");
    }
}
