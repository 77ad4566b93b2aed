using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace StoryBeats.Server.Http;

/// <summary>A cookie that only this server can write or read.</summary>
/// <param name="protector">Encrypts and signs it.</param>
/// <param name="name">Its name.</param>
/// <param name="lifetime">How long a browser keeps it.</param>
internal sealed class ProtectedCookie(IDataProtector protector, string name, TimeSpan lifetime)
{
    private const int MaxLength = 1024;

    /// <summary>What it holds, or null. A cookie that was tampered with, or whose key is gone, is cleared.</summary>
    public byte[]? Read(HttpContext context)
    {
        if (!context.Request.Cookies.TryGetValue(name, out var value) || value.Length == 0)
            return null;
        if (value.Length <= MaxLength && Open(value) is { } payload)
            return payload;
        Clear(context);
        return null;
    }

    /// <summary>Gives the cookie, or a longer life to the one that is there.</summary>
    public void Write(HttpContext context, byte[] payload)
    {
        var cookie = Cookie(context);
        cookie.MaxAge = lifetime;
        context.Response.Cookies.Append(name, Base64Url.EncodeToString(protector.Protect(payload)), cookie);
    }

    /// <summary>Takes the cookie away.</summary>
    public void Clear(HttpContext context) => context.Response.Cookies.Delete(name, Cookie(context));

    private byte[]? Open(string value)
    {
        try
        {
            return protector.Unprotect(Base64Url.DecodeFromChars(value));
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
        Secure = context.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
