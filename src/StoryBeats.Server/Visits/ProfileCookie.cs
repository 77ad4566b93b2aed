using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using StoryBeats.Visitors;

namespace StoryBeats.Server.Visits;

/// <summary>A visitor's profile in a cookie that only this server can write or read.</summary>
internal sealed class ProfileCookie(IDataProtectionProvider protection)
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "storybeats_profile";

    private const int IdBytes = 16;
    private const int MaxLength = 1024;

    // The longest that browsers keep a cookie: https://www.rfc-editor.org/rfc/rfc6265bis, "Max-Age".
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400);

    private readonly IDataProtector _protector = protection.CreateProtector("StoryBeats.Profile.v1");

    /// <summary>The profile, or null. A cookie that was tampered with, or whose key is gone, is cleared.</summary>
    public Profile? Read(HttpContext context)
    {
        if (!context.Request.Cookies.TryGetValue(Name, out var value) || value.Length == 0)
            return null;
        if (value.Length <= MaxLength && Open(value) is { } profile)
            return profile;
        Clear(context);
        return null;
    }

    /// <summary>Gives the cookie, or a longer life to the one that is there.</summary>
    public void Write(HttpContext context, Profile profile)
    {
        byte[] payload = [profile.Counts ? (byte)1 : (byte)0, .. Encoding.ASCII.GetBytes(profile.Visitor.Value)];
        var cookie = Cookie(context);
        cookie.MaxAge = Lifetime;
        context.Response.Cookies.Append(Name, Base64Url.EncodeToString(_protector.Protect(payload)), cookie);
    }

    /// <summary>Takes the cookie away.</summary>
    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Cookie(context));

    private Profile? Open(string value)
    {
        try
        {
            return _protector.Unprotect(Base64Url.DecodeFromChars(value)) is [var counts, .. var id] && Base64Url.IsValid(id, out var bytes) && bytes == IdBytes
                ? new Profile(new VisitorId(Encoding.ASCII.GetString(id)), counts == 1)
                : null;
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static CookieOptions Cookie(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        // A proxy that ends TLS says so; whoever claims it falsely gets a cookie that they cannot use.
        Secure = context.Request.IsHttps || string.Equals(context.Request.Headers["X-Forwarded-Proto"], "https", StringComparison.OrdinalIgnoreCase),
        Path = "/",
        IsEssential = true,
    };
}
