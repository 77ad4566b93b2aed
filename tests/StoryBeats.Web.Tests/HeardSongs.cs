using System.Globalization;
using Microsoft.Playwright;

namespace StoryBeats.Web.Tests;

/// <summary>Songs that can be heard: half a minute of silence, given in pieces as preview servers give it.</summary>
internal static class HeardSongs
{
    private const string Address = "https://previews.example/";
    private const int Rate = 8000;
    private const int Head = 44;

    // What the page's player is, for tests that look at what is really heard.
    private const string Watch = "window.Audio = class extends Audio { constructor() { super(); window.heard = this; } };";

    /// <summary>Half a minute of silence.</summary>
    public static byte[] Sound { get; } = Silence(seconds: 30);

    /// <summary>Opens the page anew, sends a photo, and every song of the answer has a preview.</summary>
    public static async Task HearSongsAsync(this Visit visit, byte[] photo)
    {
        await visit.Page.AddInitScriptAsync(Watch);
        await visit.Page.ReloadAsync();
        await visit.Page.RouteAsync("**/api/v2/recommendations", async route =>
        {
            var response = await route.FetchAsync();
            var body = await response.TextAsync();
            await route.FulfillAsync(new RouteFulfillOptions { Response = response, Body = body.Replace("\"preview_url\":null", $"\"preview_url\":\"{Address}a.wav\"", StringComparison.Ordinal) });
        });
        await visit.Page.RouteAsync(Address + "**", route => route.FulfillAsync(Piece(route.Request)));
        await visit.ChooseAsync(photo);
        await visit.ResultAsync();
    }

    private static RouteFulfillOptions Piece(IRequest request)
    {
        var from = 0;
        if (request.Headers.TryGetValue("range", out var range))
            from = int.Parse(range.Split('=', '-')[1], CultureInfo.InvariantCulture);
        return new RouteFulfillOptions
        {
            Status = 206,
            ContentType = "audio/wav",
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Accept-Ranges"] = "bytes", ["Content-Range"] = $"bytes {from}-{Sound.Length - 1}/{Sound.Length}", ["Content-Type"] = "audio/wav" },
            BodyBytes = Sound[from..],
        };
    }

    // 8-bit mono at 8 kHz.
    private static byte[] Silence(int seconds)
    {
        var wav = new byte[Head + (seconds * Rate)];
        using var writer = new BinaryWriter(new MemoryStream(wav));
        writer.Write("RIFF"u8);
        writer.Write(wav.Length - 8);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(Rate);
        writer.Write(Rate);
        writer.Write((short)1);
        writer.Write((short)8);
        writer.Write("data"u8);
        writer.Write(seconds * Rate);
        wav.AsSpan(Head).Fill(128);
        return wav;
    }
}
