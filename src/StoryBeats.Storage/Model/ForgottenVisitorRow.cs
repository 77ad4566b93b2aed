using System.Security.Cryptography;
using System.Text;

namespace StoryBeats.Storage.Model;

/// <summary>That a visitor was forgotten: a photo still on its way, or an old copy of the cookie, must not bring the profile back.</summary>
internal sealed class ForgottenVisitorRow
{
    /// <summary>A hash of the random id: it names nobody who does not hold the id already.</summary>
    public required string Hash { get; set; }

    public DateTimeOffset At { get; set; }

    public static string HashOf(string visitor) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(visitor)));
}
