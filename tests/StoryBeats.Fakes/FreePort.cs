using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace StoryBeats.Fakes;

/// <summary>A port for a server that must know it before it starts, or start on it again.</summary>
public static class FreePort
{
    /// <summary>Finds one that nobody listens on, below those that outgoing connections take while it is not in use yet.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(12_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody does.
            }
        }
    }
}
