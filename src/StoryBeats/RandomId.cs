using System.Buffers.Text;
using System.Security.Cryptography;

namespace StoryBeats;

/// <summary>Ids that nobody can guess.</summary>
public static class RandomId
{
    /// <summary>128 random bits as 22 characters of base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}
