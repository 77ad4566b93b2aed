using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StoryBeats.Catalog;
using StoryBeats.Sessions;

namespace StoryBeats.Feedback;

/// <summary>The id of a signal, made from what makes it one: the session, the song and the signal.</summary>
/// <param name="Value">22 characters of base64url.</param>
public readonly record struct FeedbackId(string Value)
{
    /// <summary>The id of a signal about a song, or about the session when there is none.</summary>
    public static FeedbackId Of(SessionId session, TrackId? song, FeedbackSignal signal) =>
        new(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{session}\n{song}\n{signal}")).AsSpan(0, 16)));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
