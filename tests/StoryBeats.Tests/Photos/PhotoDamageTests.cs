using CsCheck;
using StoryBeats.Photos;

namespace StoryBeats.Tests.Photos;

public sealed class PhotoDamageTests
{
    private readonly PhotoIntake _intake = TestPhotos.Intake();

    public static TheoryData<string> Whole => [.. TestPhotos.All.Where(photo => !photo.HasMoreThanThePicture).Select(photo => photo.Name)];

    public static TheoryData<string, byte[]> Detailed
    {
        get
        {
            using var noise = TestPhotos.Noise(1400, 900);
            return new()
            {
                { "JPEG", noise.JpegsaveBuffer() },
                { "progressive JPEG", noise.JpegsaveBuffer(interlace: true) },
                { "PNG", noise.PngsaveBuffer(compression: 1) },
                { "interlaced PNG", noise.PngsaveBuffer(compression: 1, interlace: true) },
                { "GIF", noise.GifsaveBuffer(effort: 1) },
                { "WebP", noise.WebpsaveBuffer(effort: 0) },
                { "lossless WebP", noise.WebpsaveBuffer(lossless: true, effort: 0) },
                { "AVIF", noise.HeifsaveBuffer(compression: NetVips.Enums.ForeignHeifCompression.Av1, effort: 0) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_file_cut_off_anywhere_is_damaged(string name)
    {
        var bytes = TestPhotos.Get(name).Bytes;

        foreach (var share in (double[])[.1, .2, .3, .4, .5, .6, .7, .8, .9, .95, .99])
            Problem(TestPhotos.Cut(bytes, share)).ShouldBe(PhotoProblem.Damaged, $"{name} cut at {share:P0}");
        Problem(bytes.AsMemory(0, bytes.Length - 1)).ShouldBe(PhotoProblem.Damaged, $"{name} without its last byte");
    }

    [Theory]
    [MemberData(nameof(Detailed))]
    public void A_detailed_photo_cut_off_anywhere_is_damaged(string name, byte[] bytes)
    {
        foreach (var share in (double[])[.1, .3, .5, .7, .9, .97, .995])
            Problem(TestPhotos.Cut(bytes, share)).ShouldBe(PhotoProblem.Damaged, $"{name} cut at {share:P1}");
    }

    /// <summary>
    /// An MPO's second picture, an animation's later frames and a GIF's end mark may be missing: what is read is whole, and gives the
    /// same pixels. Everywhere else nothing may be missing at all.
    /// </summary>
    [Theory]
    [MemberData(nameof(TestPhotos.Names), MemberType = typeof(TestPhotos))]
    public void A_cut_file_is_damaged_or_gives_the_whole_picture(string name)
    {
        var photo = TestPhotos.Get(name);
        var whole = _intake.Open(photo.Bytes).Decode().Rgb.ToArray();

        Gen.Int[16, photo.Bytes.Length - 1].Sample(
            length =>
            {
                try
                {
                    return _intake.Open(photo.Bytes.AsMemory(0, length)).Decode().Rgb.Span.SequenceEqual(whole) && photo.HasMoreThanThePicture;
                }
                catch (PhotoRejectedException rejected)
                {
                    return rejected.Rejection.Problem is PhotoProblem.Damaged;
                }
            },
            iter: 40,
            threads: 1);
    }

    [Theory]
    [InlineData("jpeg baseline")]
    [InlineData("jpeg progressive")]
    public void A_cut_jpeg_with_an_end_put_on_is_damaged_and_not_half_grey(string name)
    {
        using var noise = TestPhotos.Noise(600, 400);
        var bytes = noise.JpegsaveBuffer(interlace: name.EndsWith("progressive", StringComparison.Ordinal));
        byte[] ended = [.. bytes[..(bytes.Length / 2)], 0xFF, 0xD9];

        Problem(ended).ShouldBe(PhotoProblem.Damaged);
    }

    [Theory]
    [MemberData(nameof(TestPhotos.Names), MemberType = typeof(TestPhotos))]
    public void A_changed_byte_never_does_more_than_reject(string name)
    {
        var photo = TestPhotos.Get(name);
        var random = new Random(1789);
        for (var i = 0; i < 80; i++)
        {
            var changed = photo.Bytes.ToArray();
            // Headers are where a changed byte does the most.
            var at = random.Next(i % 2 == 0 ? Math.Min(changed.Length, 300) : changed.Length);
            changed[at] = (byte)random.Next(256);
            if (i % 5 == 0)
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));

            Problem(changed);
        }
    }

    [Theory]
    [MemberData(nameof(TestPhotos.Names), MemberType = typeof(TestPhotos))]
    public void Signatures_followed_by_noise_are_rejected(string name)
    {
        var random = new Random(1848);
        foreach (var length in (int[])[16, 64, 5000])
        {
            var noise = new byte[length];
            random.NextBytes(noise);
            TestPhotos.Get(name).Bytes.AsSpan(0, 16).CopyTo(noise);

            Problem(noise).ShouldNotBeNull();
        }
    }

    // Null when the photo is read; anything but a rejection fails the test.
    private PhotoProblem? Problem(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            _intake.Open(bytes).Decode();
            return null;
        }
        catch (PhotoRejectedException rejected)
        {
            rejected.Rejection.Sentence.ShouldNotBeNullOrEmpty();
            return rejected.Rejection.Problem;
        }
    }
}
