using System.Text;
using NetVips;

namespace StoryBeats.Fuzz;

/// <summary>Small whole photos of every kind, written by real encoders: what is damaged afterwards.</summary>
internal static class Seeds
{
    public static IReadOnlyList<byte[]> Make() => [.. Drawn(), .. Stored()];

    private static IEnumerable<byte[]> Drawn()
    {
        using var noise = Image.Gaussnoise(40, 24, sigma: 40, mean: 128, seed: 7).Cast(Enums.BandFormat.Uchar);
        using var picture = noise.Bandjoin([noise.Rot180(), noise]).Copy(interpretation: Enums.Interpretation.Srgb);
        using var fading = picture.Bandjoin(noise);
        using var deep = picture.Colourspace(Enums.Interpretation.Rgb16);
        using var cmyk = picture.IccTransform("cmyk", inputProfile: "srgb", depth: 8);
        using var animation = Image.Arrayjoin([picture, picture.Invert()], across: 1).Mutate(image => image.Set(GValue.GIntType, "page-height", 24));
        using var described = picture.Mutate(image =>
        {
            image.Set(GValue.GIntType, "orientation", 6);
            image.Set(GValue.GStrType, "exif-ifd0-Make", "StoryBeats");
            image.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "48/1 12/1 0/1");
            image.Set(GValue.BlobType, "xmp-data", Encoding.UTF8.GetBytes("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">x</x:xmpmeta>"));
        });
        var jpeg = picture.JpegsaveBuffer(keep: Enums.ForeignKeep.None);

        yield return jpeg;
        yield return picture.JpegsaveBuffer(interlace: true, keep: Enums.ForeignKeep.None);
        yield return picture.JpegsaveBuffer(restartInterval: 2, subsampleMode: Enums.ForeignSubsample.Off, keep: Enums.ForeignKeep.None);
        yield return noise.JpegsaveBuffer(keep: Enums.ForeignKeep.None);
        yield return cmyk.JpegsaveBuffer(keep: Enums.ForeignKeep.None);
        yield return described.JpegsaveBuffer(keep: Enums.ForeignKeep.Exif | Enums.ForeignKeep.Xmp);
        // An MPO: a second picture behind the first.
        yield return [.. jpeg[..2], 0xFF, 0xE2, 0, 14, .. "MPF\0MM\0*\0\0\0\b"u8, .. jpeg[2..], .. jpeg];
        yield return picture.PngsaveBuffer();
        yield return picture.PngsaveBuffer(interlace: true);
        yield return picture.PngsaveBuffer(palette: true, effort: 1);
        yield return deep.PngsaveBuffer();
        yield return fading.PngsaveBuffer();
        yield return noise.PngsaveBuffer(bitdepth: 1);
        yield return described.PngsaveBuffer(keep: Enums.ForeignKeep.All);
        yield return picture.GifsaveBuffer(effort: 1);
        yield return animation.GifsaveBuffer(effort: 1);
        yield return picture.WebpsaveBuffer(effort: 0);
        yield return picture.WebpsaveBuffer(lossless: true, effort: 0);
        yield return fading.WebpsaveBuffer(effort: 0);
        yield return animation.WebpsaveBuffer(effort: 0);
        yield return described.WebpsaveBuffer(effort: 0, keep: Enums.ForeignKeep.Exif | Enums.ForeignKeep.Xmp);
        yield return picture.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0);
    }

    // The encoder for HEIC is not here: files of the tests.
    private static IEnumerable<byte[]> Stored()
    {
        var assembly = typeof(Seeds).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            yield return bytes;
        }
    }
}
