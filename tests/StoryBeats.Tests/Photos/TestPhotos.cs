using System.Buffers.Binary;
using System.Text;
using NetVips;
using StoryBeats.Photos;

namespace StoryBeats.Tests.Photos;

/// <summary>A photo of the test picture in one format and variant.</summary>
/// <param name="Name">For the test's name.</param>
/// <param name="Format">What it is.</param>
/// <param name="Bytes">The file.</param>
public sealed record TestPhoto(string Name, PhotoFormat Format, byte[] Bytes)
{
    /// <summary>What the four quarters must look like: top left, top right, bottom left, bottom right.</summary>
    public IReadOnlyList<Rgb> Quarters { get; init; } = TestPhotos.Colors;

    /// <summary>How far each channel may be off.</summary>
    public int Tolerance { get; init; } = 20;

    /// <summary>Width when upright.</summary>
    public int Width { get; init; } = TestPhotos.Width;

    /// <summary>Height when upright.</summary>
    public int Height { get; init; } = TestPhotos.Height;

    /// <summary>Whether bytes at the end hold nothing of the picture that is read, such as later frames.</summary>
    public bool HasMoreThanThePicture { get; init; }
}

/// <summary>A colour.</summary>
public readonly record struct Rgb(int Red, int Green, int Blue);

/// <summary>Photos drawn by code: a colour in each quarter, so that a turn, a mirroring or a wrong channel shows.</summary>
internal static class TestPhotos
{
    public const int Width = 192;
    public const int Height = 128;

    private static readonly Rgb White = new(255, 255, 255);

    // Stored this way, and turned as Exif says, the picture is upright: index is orientation - 1.
    private static readonly Func<Image, Image>[] StoredFor =
    [
        image => image.Copy(),
        image => image.FlipHor(),
        image => image.Rot180(),
        image => image.FlipVer(),
        image => image.Rot90().FlipHor(),
        image => image.Rot270(),
        image => image.Rot270().FlipHor(),
        image => image.Rot90(),
    ];

    private static readonly Lazy<IReadOnlyDictionary<string, TestPhoto>> Every =
        new(() => Render().ToDictionary(photo => photo.Name, StringComparer.Ordinal));

    public static IReadOnlyList<Rgb> Colors { get; } = [new(220, 40, 40), new(40, 200, 60), new(40, 60, 220), new(230, 220, 50)];

    public static IReadOnlyCollection<TestPhoto> All => [.. Every.Value.Values];

    public static TheoryData<string> Names => [.. Every.Value.Keys];

    public static TestPhoto Get(string name) => Every.Value[name];

    public static PhotoIntake Intake(Action<PhotoLimits>? configure = null)
    {
        var limits = new PhotoLimits();
        configure?.Invoke(limits);
        return new PhotoIntake(Microsoft.Extensions.Options.Options.Create(limits), new PhotoFingerprinter());
    }

    public static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Photos", "fixtures", name));

    /// <summary>The test picture.</summary>
    public static Image Picture(int width = Width, int height = Height)
    {
        using var black = Image.Black(width, height, bands: 3);
        return black.Copy(interpretation: Enums.Interpretation.Srgb).Mutate(image =>
        {
            for (var quarter = 0; quarter < 4; quarter++)
            {
                image.DrawRect(
                    [Colors[quarter].Red, Colors[quarter].Green, Colors[quarter].Blue],
                    quarter % 2 * (width / 2), quarter / 2 * (height / 2), width - (width / 2), height - (height / 2), fill: true);
            }
        });
    }

    /// <summary>A picture with something to store everywhere: a file of it has no empty parts.</summary>
    public static Image Noise(int width = Width, int height = Height)
    {
        using var noise = Image.Gaussnoise(width, height, sigma: 40, mean: 128, seed: 7);
        return noise.Cast(Enums.BandFormat.Uchar).Bandjoin([noise.Rot180().Cast(Enums.BandFormat.Uchar), noise.Cast(Enums.BandFormat.Uchar)])
            .Copy(interpretation: Enums.Interpretation.Srgb);
    }

    /// <summary>A JPEG with everything that a camera adds: Exif with a position, XMP, a colour profile.</summary>
    public static byte[] CameraJpeg(int orientation = 1)
    {
        using var picture = StoredFor[orientation - 1](Picture());
        using var described = Describe(picture, orientation);
        return described.JpegsaveBuffer(q: 95, keep: Enums.ForeignKeep.All);
    }

    /// <summary>A file cut off.</summary>
    public static ReadOnlyMemory<byte> Cut(byte[] bytes, double share) => bytes.AsMemory(0, (int)(bytes.Length * share));

    public static byte[] Jpeg(Image image, int quality = 90) => image.JpegsaveBuffer(q: quality);

    /// <summary>Puts a segment behind the start marker of a JPEG.</summary>
    public static byte[] WithSegment(byte[] jpeg, byte marker, ReadOnlySpan<byte> content)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(content.Length + 2));
        return [.. jpeg[..2], 0xFF, marker, .. length, .. content, .. jpeg[2..]];
    }

    /// <summary>Puts other 32-bit numbers where a box says the size of a HEIC or AVIF picture.</summary>
    public static byte[] WithSize(byte[] heif, uint width, uint height)
    {
        var changed = heif.ToArray();
        for (var at = changed.AsSpan().IndexOf("ispe"u8); at >= 0;)
        {
            BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(at + 8), width);
            BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(at + 12), height);
            var next = changed.AsSpan(at + 4).IndexOf("ispe"u8);
            at = next < 0 ? -1 : at + 4 + next;
        }

        return changed;
    }

    private static Image Describe(Image image, int orientation) => image.Mutate(mutable =>
    {
        mutable.Set(GValue.GIntType, "orientation", orientation);
        mutable.Set(GValue.GStrType, "exif-ifd0-Orientation", orientation.ToString(System.Globalization.CultureInfo.InvariantCulture));
        mutable.Set(GValue.GStrType, "exif-ifd0-Make", "StoryBeatsTest");
        mutable.Set(GValue.GStrType, "exif-ifd3-GPSLatitudeRef", "N");
        mutable.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "48/1 12/1 0/1");
        mutable.Set(GValue.BlobType, "xmp-data", Encoding.UTF8.GetBytes("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">StoryBeatsXmp</x:xmpmeta>"));
        mutable.Set(GValue.BlobType, "iptc-data", Encoding.UTF8.GetBytes("Photoshop 3.0\0StoryBeatsIptc"));
    });

    private static IEnumerable<TestPhoto> Render()
    {
        using var picture = Picture();
        using var grey = picture.Colourspace(Enums.Interpretation.Bw);
        using var deep = picture.Colourspace(Enums.Interpretation.Rgb16);
        using var fading = picture.Bandjoin(Opacity(255));
        using var animation = Image.Arrayjoin([picture, picture.Invert()], across: 1)
            .Mutate(image => image.Set(GValue.GIntType, "page-height", Height));
        using var wide = picture.IccTransform("p3", inputProfile: "srgb", depth: 8);
        using var cmyk = picture.IccTransform("cmyk", inputProfile: "srgb", depth: 8);
        IReadOnlyList<Rgb> onWhite = [Colors[0], White, Colors[2], White];
        IReadOnlyList<Rgb> greys = [.. Colors.Select(Luma)];

        var jpeg = picture.JpegsaveBuffer(q: 95);
        yield return new TestPhoto("jpeg baseline", PhotoFormat.Jpeg, jpeg);
        yield return new TestPhoto("jpeg progressive", PhotoFormat.Jpeg, picture.JpegsaveBuffer(q: 95, interlace: true));
        yield return new TestPhoto("jpeg 4:4:4", PhotoFormat.Jpeg, picture.JpegsaveBuffer(q: 95, subsampleMode: Enums.ForeignSubsample.Off));
        yield return new TestPhoto("jpeg restart markers", PhotoFormat.Jpeg, picture.JpegsaveBuffer(q: 95, restartInterval: 4));
        yield return new TestPhoto("jpeg grey", PhotoFormat.Jpeg, grey.JpegsaveBuffer(q: 95)) { Quarters = greys, Tolerance = 60 };
        // Ink cannot print the green and the blue of the picture: 72 off is what a printer does to them.
        yield return new TestPhoto("jpeg cmyk", PhotoFormat.Jpeg, cmyk.JpegsaveBuffer(q: 95)) { Tolerance = 75 };
        yield return new TestPhoto("jpeg cmyk without profile", PhotoFormat.Jpeg, cmyk.JpegsaveBuffer(q: 95, keep: Enums.ForeignKeep.None)) { Tolerance = 75 };
        yield return new TestPhoto("jpeg wide gamut", PhotoFormat.Jpeg, wide.JpegsaveBuffer(q: 95, keep: Enums.ForeignKeep.Icc)) { Tolerance = 12 };
        yield return new TestPhoto("mpo", PhotoFormat.Jpeg, [.. WithSegment(jpeg, 0xE2, "MPF\0MM\0*\0\0\0\b"u8), .. Jpeg(picture.Invert())]) { HasMoreThanThePicture = true };
        for (var orientation = 1; orientation <= 8; orientation++)
            yield return new TestPhoto($"jpeg orientation {orientation}", PhotoFormat.Jpeg, CameraJpeg(orientation));

        yield return new TestPhoto("png 8 bit", PhotoFormat.Png, picture.PngsaveBuffer());
        yield return new TestPhoto("png 16 bit", PhotoFormat.Png, deep.PngsaveBuffer());
        yield return new TestPhoto("png grey", PhotoFormat.Png, grey.PngsaveBuffer()) { Quarters = greys, Tolerance = 60 };
        yield return new TestPhoto("png grey 16 bit", PhotoFormat.Png, grey.Colourspace(Enums.Interpretation.Grey16).PngsaveBuffer()) { Quarters = greys, Tolerance = 60 };
        yield return new TestPhoto("png grey alpha", PhotoFormat.Png, grey.Bandjoin(Opacity(255)).PngsaveBuffer()) { Quarters = [greys[0], White, greys[2], White], Tolerance = 60 };
        yield return new TestPhoto("png palette", PhotoFormat.Png, picture.PngsaveBuffer(palette: true, effort: 1));
        yield return new TestPhoto("png palette alpha", PhotoFormat.Png, fading.PngsaveBuffer(palette: true, effort: 1)) { Quarters = onWhite };
        yield return new TestPhoto("png black and white", PhotoFormat.Png, grey.PngsaveBuffer(bitdepth: 1)) { Quarters = greys, Tolerance = 200 };
        yield return new TestPhoto("png alpha", PhotoFormat.Png, fading.PngsaveBuffer()) { Quarters = onWhite };
        yield return new TestPhoto("png alpha 16 bit", PhotoFormat.Png, deep.Bandjoin(Opacity(65_535)).PngsaveBuffer()) { Quarters = onWhite };
        yield return new TestPhoto("png interlaced", PhotoFormat.Png, picture.PngsaveBuffer(interlace: true));
        yield return new TestPhoto("png wide gamut", PhotoFormat.Png, wide.PngsaveBuffer(keep: Enums.ForeignKeep.Icc)) { Tolerance = 6 };

        yield return new TestPhoto("gif", PhotoFormat.Gif, picture.GifsaveBuffer(effort: 1)) { HasMoreThanThePicture = true };
        yield return new TestPhoto("gif alpha", PhotoFormat.Gif, fading.GifsaveBuffer(effort: 1)) { Quarters = onWhite, HasMoreThanThePicture = true };
        yield return new TestPhoto("gif animated", PhotoFormat.Gif, animation.GifsaveBuffer(effort: 1)) { HasMoreThanThePicture = true };

        yield return new TestPhoto("webp plain", PhotoFormat.WebP, Bombs.WebP(Width, Height));
        yield return new TestPhoto("webp", PhotoFormat.WebP, picture.WebpsaveBuffer(q: 90));
        yield return new TestPhoto("webp lossless", PhotoFormat.WebP, picture.WebpsaveBuffer(lossless: true));
        yield return new TestPhoto("webp alpha", PhotoFormat.WebP, fading.WebpsaveBuffer(q: 90)) { Quarters = onWhite };
        yield return new TestPhoto("webp alpha lossless", PhotoFormat.WebP, fading.WebpsaveBuffer(lossless: true)) { Quarters = onWhite };
        yield return new TestPhoto("webp animated", PhotoFormat.WebP, animation.WebpsaveBuffer(q: 90));
        yield return new TestPhoto("webp metadata", PhotoFormat.WebP, Describe(picture, 1).WebpsaveBuffer(q: 90, keep: Enums.ForeignKeep.All));

        yield return new TestPhoto("avif", PhotoFormat.Avif, Avif(picture, 8));
        yield return new TestPhoto("avif 10 bit", PhotoFormat.Avif, Avif(deep, 10));
        yield return new TestPhoto("avif alpha", PhotoFormat.Avif, Avif(fading, 8)) { Quarters = onWhite };
        yield return new TestPhoto("avif exif", PhotoFormat.Avif, Fixture("gps.avif"));

        yield return new TestPhoto("heic", PhotoFormat.Heic, Fixture("plain.heic"));
        yield return new TestPhoto("heic 10 bit", PhotoFormat.Heic, Fixture("deep.heic"));
        yield return new TestPhoto("heic alpha", PhotoFormat.Heic, Fixture("alpha.heic")) { Quarters = onWhite };
        yield return new TestPhoto("heic exif", PhotoFormat.Heic, Fixture("gps.heic"));
        foreach (var (transform, order) in new (string Name, int[] Order)[]
        {
            // Which quarter of the picture comes to lie top left, top right, bottom left, bottom right.
            ("none", [0, 1, 2, 3]), ("irot1", [1, 3, 0, 2]), ("irot2", [3, 2, 1, 0]), ("irot3", [2, 0, 3, 1]),
            ("imir0", [2, 3, 0, 1]), ("imir1", [1, 0, 3, 2]),
        })
        {
            var lies = transform is "irot1" or "irot3";
            yield return new TestPhoto($"heic grid {transform}", PhotoFormat.Heic, Fixture($"grid-{transform}.heic"))
            {
                Quarters = [.. order.Select(quarter => Colors[quarter])],
                Width = lies ? Height : Width,
                Height = lies ? Width : Height,
            };
        }
    }

    private static byte[] Avif(Image image, int bits) =>
        image.HeifsaveBuffer(q: 90, bitdepth: bits, compression: Enums.ForeignHeifCompression.Av1, effort: 1);

    // Opaque on the left, transparent on the right.
    private static Image Opacity(int most)
    {
        using var columns = Image.Xyz(Width, Height)[0];
        using var left = columns < (Width / 2.0);
        return left.Cast(Enums.BandFormat.Ushort).Linear([most / 255.0], [0]).Cast(most > 255 ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar);
    }

    private static Rgb Luma(Rgb color)
    {
        var luma = (int)((.299 * color.Red) + (.587 * color.Green) + (.114 * color.Blue));
        return new Rgb(luma, luma, luma);
    }
}
