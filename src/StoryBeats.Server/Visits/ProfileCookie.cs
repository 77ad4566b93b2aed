using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using StoryBeats.Server.Http;
using StoryBeats.Visitors;

namespace StoryBeats.Server.Visits;

/// <summary>A visitor's profile in a cookie.</summary>
internal sealed class ProfileCookie(IDataProtectionProvider protection)
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "storybeats_profile";

    private const int IdBytes = 16;

    // The longest that browsers keep a cookie: https://www.rfc-editor.org/rfc/rfc6265bis, "Max-Age".
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400);

    private readonly ProtectedCookie _cookie = new(protection.CreateProtector("StoryBeats.Profile.v1"), Name, Lifetime);

    /// <summary>The profile, or null.</summary>
    public Profile? Read(HttpContext context)
    {
        if (_cookie.Read(context) is not { } payload)
            return null;
        if (payload is [var counts, .. var id] && Base64Url.IsValid(id, out var bytes) && bytes == IdBytes)
            return new Profile(new VisitorId(Encoding.ASCII.GetString(id)), counts == 1);
        Clear(context);
        return null;
    }

    /// <summary>Gives the cookie, or a longer life to the one that is there.</summary>
    public void Write(HttpContext context, Profile profile) =>
        _cookie.Write(context, [profile.Counts ? (byte)1 : (byte)0, .. Encoding.ASCII.GetBytes(profile.Visitor.Value)]);

    /// <summary>Takes the cookie away.</summary>
    public void Clear(HttpContext context) => _cookie.Clear(context);
}
