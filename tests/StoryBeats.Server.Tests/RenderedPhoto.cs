using NetVips;

namespace StoryBeats.Server.Tests;

/// <summary>Photos made by code: a sky over land, with a sun.</summary>
internal static class RenderedPhoto
{
    /// <summary>A photo that the server reads.</summary>
    public static byte[] Good { get; } = Jpeg(320, 240, seed: 1);

    /// <summary>Where the photo of <see cref="Located"/> was taken, as it stands in its bytes.</summary>
    public const string Latitude = "48/1 51/1 2937/100";

    /// <summary>A photo that says where it was taken, and by whom.</summary>
    public static byte[] Located { get; } = Locate();

    public static byte[] Jpeg(int width, int height, int seed = 0, bool progressive = false)
    {
        using var scene = Scene(width, height, seed);
        return scene.JpegsaveBuffer(q: 85, interlace: progressive);
    }

    public static byte[] Png(int width, int height, int seed = 0)
    {
        using var scene = Scene(width, height, seed);
        return scene.PngsaveBuffer();
    }

    public static byte[] Gif(int width, int height, int seed = 0)
    {
        using var scene = Scene(width, height, seed);
        return scene.GifsaveBuffer();
    }

    public static byte[] WebP(int width, int height, int seed = 0)
    {
        using var scene = Scene(width, height, seed);
        return scene.WebpsaveBuffer(q: 80);
    }

    public static byte[] Avif(int width, int height, int seed = 0)
    {
        using var scene = Scene(width, height, seed);
        return scene.HeifsaveBuffer(q: 60, compression: Enums.ForeignHeifCompression.Av1, effort: 0);
    }

    /// <summary>A good JPEG with bytes after its end, which decoders skip, up to a size.</summary>
    public static byte[] OfSize(int bytes)
    {
        var photo = new byte[bytes];
        Good.CopyTo(photo, 0);
        return photo;
    }

    private static byte[] Locate()
    {
        using var scene = Scene(320, 240, seed: 3);
        using var located = scene.Mutate(image =>
        {
            image.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", Latitude);
            image.Set(GValue.GStrType, "exif-ifd0-Artist", "Zanzibar-4711");
        });
        return located.JpegsaveBuffer(q: 85);
    }

    private static Image Scene(int width, int height, int seed)
    {
        var random = new Random(seed);
        var (red, green, blue) = (random.Next(80, 255), random.Next(60, 200), random.Next(60, 255));
        var (sunX, sunY, radius) = (width * random.NextDouble(), height * .4, Math.Min(width, height) * .12);
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            var down = (double)y / height;
            for (var x = 0; x < width; x++)
            {
                var land = down > .62 + (.06 * Math.Sin((x * 9.0 / width) + seed));
                var sun = !land && Math.Sqrt(Math.Pow(x - sunX, 2) + Math.Pow(y - sunY, 2)) < radius;
                var grain = random.Next(-6, 7);
                var at = ((y * width) + x) * 3;
                rgb[at] = Sample(sun ? 250 : land ? red * .25 : red * (1.1 - (down * .5)), grain);
                rgb[at + 1] = Sample(sun ? 235 : land ? green * .3 : green * (.6 + (down * .6)), grain);
                rgb[at + 2] = Sample(sun ? 190 : land ? blue * .2 : blue * (1.1 - (down * .7)), grain);
            }
        }

        using var raw = Image.NewFromMemory(rgb, width, height, bands: 3, Enums.BandFormat.Uchar);
        return raw.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static byte Sample(double value, int grain) => (byte)Math.Clamp(value + grain, 0, 255);
}
