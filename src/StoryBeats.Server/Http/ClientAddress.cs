using System.Net;
using System.Net.Sockets;

namespace StoryBeats.Server.Http;

/// <summary>What tells one client from another: the address, of IPv6 the network, since one client owns all of it.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>The bytes that are the same for all connections of a client; none where there is no address, as on a Unix socket.</summary>
    public static byte[] Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return [];
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6 ? address.GetAddressBytes()[..NetworkBytes] : address.GetAddressBytes();
    }

    /// <summary>Whether the connection comes from this machine.</summary>
    public static bool IsLoopback(HttpContext context) => context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
}
