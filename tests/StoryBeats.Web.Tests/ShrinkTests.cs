using System.Globalization;
using System.Text.Json;

namespace StoryBeats.Web.Tests;

/// <summary>What of a photo is sent.</summary>
public sealed class ShrinkTests(Site site) : IClassFixture<Site>
{
    private static readonly byte[] Large = DuskLandscape.Jpeg(2400, 1600);

    [Fact]
    public async Task A_large_photo_is_sent_small()
    {
        await using var visit = await site.VisitAsync();

        var sent = await SentAsync(visit, Large);

        sent.ShouldBeLessThan(Large.Length / 2);
        (await ShrunkAsync(visit, Large, "large.jpg", "image/jpeg")).ShouldBe(new Shrunk(false, "image/jpeg", 1280, 853));
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task A_photo_that_is_small_already_is_sent_as_it_is()
    {
        var small = DuskLandscape.Jpeg(1280, 720);
        await using var visit = await site.VisitAsync();

        (await SentAsync(visit, small)).ShouldBeGreaterThan(small.Length);
        visit.ShouldBeClean();
    }

    [Theory]
    [InlineData("photo.heic", "image/heic")]
    [InlineData("photo.HEIF", "")]
    [InlineData("photo.gif", "image/gif")]
    public async Task What_the_server_reads_better_is_sent_as_it_is(string name, string type)
    {
        await using var visit = await site.VisitAsync();

        (await ShrunkAsync(visit, Large, name, type)).Same.ShouldBeTrue();
    }

    [Fact]
    public async Task What_cannot_be_opened_here_is_sent_as_it_is()
    {
        await using var visit = await site.VisitAsync();

        (await ShrunkAsync(visit, "No photo at all."u8.ToArray(), "photo.jpg", "image/jpeg")).Same.ShouldBeTrue();
    }

    // A camera held upright writes a lying picture and a note how to turn it.
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public async Task A_photo_stays_upright_and_leaves_its_metadata_behind(byte orientation)
    {
        await using var visit = await site.VisitAsync();

        var found = await visit.Page.EvaluateAsync<JsonElement>("""
            async base64 => {
              const { shrunk } = await import('/js/shrink.js');
              const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
              const file = new File([bytes], 'photo.jpg', { type: 'image/jpeg' });
              const small = await shrunk(file);
              const look = async (blob, width, height) => {
                const url = URL.createObjectURL(blob);
                const image = new Image();
                image.src = url;
                await image.decode();
                const canvas = new OffscreenCanvas(width ?? image.naturalWidth, height ?? image.naturalHeight);
                const drawing = canvas.getContext('2d');
                drawing.imageSmoothingQuality = 'high';
                drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
                return { width: canvas.width, height: canvas.height, data: drawing.getImageData(0, 0, canvas.width, canvas.height).data };
              };
              const mine = await look(small);
              const wanted = await look(file, mine.width, mine.height); // an image on a page is shown upright
              let difference = 0;
              for (let i = 0; i < mine.data.length; i += 1) difference += Math.abs(mine.data[i] - wanted.data[i]);
              const text = new TextDecoder('latin1').decode(await small.arrayBuffer());
              return { width: mine.width, height: mine.height, difference: difference / mine.data.length, exif: text.includes('Exif') };
            }
            """, Convert.ToBase64String(Turned(Large, orientation)));

        (found.GetProperty("width").GetInt32(), found.GetProperty("height").GetInt32()).ShouldBe(orientation is 3 ? (1280, 853) : (853, 1280));
        found.GetProperty("difference").GetDouble().ShouldBeLessThan(3);
        found.GetProperty("exif").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task The_limit_is_for_what_is_sent()
    {
        var padded = Large.Concat(new byte[17 * 1024 * 1024]).ToArray();
        await using var visit = await site.VisitAsync();

        (await SentAsync(visit, padded)).ShouldBeLessThan(Large.Length);
        await visit.ResultAsync();

        visit.ShouldBeClean();
    }

    [Fact]
    public async Task What_is_too_large_to_send_is_said_and_not_sent()
    {
        await using var visit = await site.VisitAsync();
        var calls = 0;
        visit.Page.Request += (_, request) => calls += request.Url.EndsWith("/recommendations", StringComparison.Ordinal) ? 1 : 0;

        await visit.ChooseAsync(new byte[17 * 1024 * 1024], "photo.heic", "image/heic");
        await visit.Problem.WaitForAsync();

        (await visit.Problem.InnerTextAsync()).ShouldBe("This photo is 17.0 MB and the limit is 16 MB. Choose a smaller one; nothing was uploaded.");
        (await visit.Page.GetAttributeAsync("body", "data-state")).ShouldBe("idle");
        calls.ShouldBe(0);
        visit.ShouldBeClean();
    }

    // The bytes of the whole question.
    private static async Task<long> SentAsync(Visit visit, byte[] photo)
    {
        var answer = await visit.AnsweredAsync("/api/v2/recommendations", () => visit.ChooseAsync(photo));
        var headers = await answer.Request.AllHeadersAsync();
        return long.Parse(headers["content-length"], CultureInfo.InvariantCulture);
    }

    private static async Task<Shrunk> ShrunkAsync(Visit visit, byte[] photo, string name, string type)
    {
        var found = await visit.Page.EvaluateAsync<JsonElement>("""
            async ({ base64, name, type }) => {
              const { shrunk } = await import('/js/shrink.js');
              const file = new File([Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))], name, { type });
              const small = await shrunk(file);
              const bitmap = await createImageBitmap(small).catch(() => ({ width: 0, height: 0 }));
              return { same: small === file, type: small.type, width: bitmap.width, height: bitmap.height };
            }
            """, new { base64 = Convert.ToBase64String(photo), name, type });
        return new Shrunk(found.GetProperty("same").GetBoolean(), found.GetProperty("type").GetString()!, found.GetProperty("width").GetInt32(), found.GetProperty("height").GetInt32());
    }

    private static byte[] Turned(byte[] jpeg, byte orientation)
    {
        byte[] tiff = [.. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(tiff.Length + 2), .. tiff, .. jpeg[2..]];
    }

    private sealed record Shrunk(bool Same, string Type, int Width, int Height);
}
