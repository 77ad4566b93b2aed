using System.Security.Cryptography;
using System.Text;

namespace StoryBeats.Fakes.Catalog;

/// <summary>Ids that look like the services' own and are the same every time.</summary>
internal static class FakeIds
{
    private const string Base62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>A Spotify id: 22 characters of base 62.</summary>
    public static string Spotify(string of)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(of));
        return string.Create(22, hash, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = Base62[bytes[i] % 62];
        });
    }

    /// <summary>A UUID.</summary>
    public static Guid Uuid(string of) => new(SHA256.HashData(Encoding.UTF8.GetBytes(of)).AsSpan(0, 16));

    /// <summary>A positive number.</summary>
    public static int Number(string of) => BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(of))) & int.MaxValue;
}
