using StoryBeats.Photos;

namespace StoryBeats.Tests.Photos;

public sealed class PhotoFormatTests
{
    private readonly PhotoIntake _intake = TestPhotos.Intake();

    [Theory]
    [MemberData(nameof(TestPhotos.Names), MemberType = typeof(TestPhotos))]
    public void Every_format_becomes_upright_opaque_srgb(string name)
    {
        var photo = TestPhotos.Get(name);

        var prepared = _intake.Open(photo.Bytes);
        var pixels = prepared.Decode();

        prepared.Format.ShouldBe(photo.Format);
        (pixels.Width, pixels.Height).ShouldBe((photo.Width, photo.Height));
        pixels.Rgb.Length.ShouldBe(photo.Width * photo.Height * 3);
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var x = ((quarter % 2 * 2) + 1) * photo.Width / 4;
            var y = ((quarter / 2 * 2) + 1) * photo.Height / 4;
            Near(At(pixels, x, y), photo.Quarters[quarter], photo.Tolerance, $"{name}, quarter {quarter}");
        }
    }

    [Theory]
    [MemberData(nameof(TestPhotos.Names), MemberType = typeof(TestPhotos))]
    public void A_photo_in_the_middle_of_a_buffer_reads_the_same(string name)
    {
        var photo = TestPhotos.Get(name);
        byte[] buffer = [.. "before"u8, .. photo.Bytes, .. new byte[1000]];

        var slice = _intake.Open(buffer.AsMemory(6, photo.Bytes.Length)).Decode();

        slice.Rgb.Span.SequenceEqual(_intake.Open(photo.Bytes).Decode().Rgb.Span).ShouldBeTrue();
    }

    [Theory]
    [InlineData("heic grid none")]
    [InlineData("heic grid irot1")]
    [InlineData("heic grid irot2")]
    [InlineData("heic grid irot3")]
    [InlineData("heic grid imir0")]
    [InlineData("heic grid imir1")]
    public void A_grid_read_tile_by_tile_is_like_the_whole(string name)
    {
        // libheif's own joining and turning is the reference.
        using var whole = new ImageMagick.MagickImage(TestPhotos.Get(name).Bytes);
        var expected = whole.ToByteArray(ImageMagick.MagickFormat.Rgb);

        var pixels = _intake.Open(TestPhotos.Get(name).Bytes).Decode();

        ((int)whole.Width, (int)whole.Height).ShouldBe((pixels.Width, pixels.Height));
        pixels.Rgb.ToArray().Zip(expected, (ours, theirs) => Math.Abs(ours - theirs)).Max().ShouldBeLessThanOrEqualTo(2);
    }

    [Theory]
    [InlineData(4000, 3000, 1000, 750)]
    [InlineData(1900, 950, 950, 475)]
    [InlineData(1860, 1000, 1024, 551)]
    public void A_JPEG_that_halves_to_nearly_the_working_side_is_not_filtered_further(int width, int height, int expectedWidth, int expectedHeight)
    {
        using var picture = TestPhotos.Picture(width, height);

        var pixels = _intake.Open(picture.JpegsaveBuffer()).Decode();

        (pixels.Width, pixels.Height).ShouldBe((expectedWidth, expectedHeight));
    }

    [Theory]
    [InlineData("jpeg baseline", 3000, 2000, 1024, 683)]
    [InlineData("png", 1500, 3000, 512, 1024)]
    [InlineData("webp", 1025, 700, 1024, 699)]
    public void The_longest_side_becomes_1024(string kind, int width, int height, int expectedWidth, int expectedHeight)
    {
        using var picture = TestPhotos.Picture(width, height);
        var bytes = kind switch
        {
            "png" => picture.PngsaveBuffer(compression: 1),
            "webp" => picture.WebpsaveBuffer(effort: 0),
            _ => picture.JpegsaveBuffer(),
        };

        var pixels = _intake.Open(bytes).Decode();

        (pixels.Width, pixels.Height).ShouldBe((expectedWidth, expectedHeight));
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(1024, 10)]
    [InlineData(500, 1024)]
    public void A_small_photo_is_never_enlarged(int width, int height)
    {
        using var picture = TestPhotos.Picture(width, height);

        var pixels = _intake.Open(picture.JpegsaveBuffer()).Decode();

        (pixels.Width, pixels.Height).ShouldBe((width, height));
    }

    [Fact]
    public void Half_transparent_edges_fade_to_white_and_not_to_black()
    {
        using var picture = TestPhotos.Picture(1600, 1600);
        using var columns = NetVips.Image.Xyz(1600, 1600)[0];
        using var faded = picture.Bandjoin((columns * (255.0 / 1600)).Cast(NetVips.Enums.BandFormat.Uchar));

        var pixels = _intake.Open(faded.PngsaveBuffer(compression: 1)).Decode();

        // A quarter of the opacity of red on white.
        Near(At(pixels, 256, 256), new Rgb(246, 201, 201), 6, "faded red");
    }

    [Fact]
    public void Extraneous_bytes_before_a_marker_are_accepted()
    {
        var jpeg = TestPhotos.Get("jpeg baseline").Bytes;
        var segment = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC4]);
        byte[] padded = [.. jpeg[..segment], 0, 0, 0, .. jpeg[segment..]];

        var pixels = _intake.Open(padded).Decode();

        pixels.Rgb.Span.SequenceEqual(_intake.Open(jpeg).Decode().Rgb.Span).ShouldBeTrue();
    }

    [Fact]
    public void What_is_complained_of_in_one_photo_is_not_held_against_another()
    {
        var jpeg = TestPhotos.Get("jpeg baseline").Bytes;
        var segment = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC4]);
        byte[] odd = [.. jpeg[..segment], 0, 0, 0, .. jpeg[segment..]];
        byte[] damaged = [.. jpeg];
        // All ones: no Huffman code is that long.
        for (var i = damaged.Length / 2; i < (damaged.Length / 2) + 40; i++)
            damaged[i] = (byte)(i % 2 == 0 ? 0xFF : 0);

        var (accepted, refused) = (0, 0);
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            if (i % 2 == 0 && _intake.Open(odd).Decode().Width == TestPhotos.Width)
                Interlocked.Increment(ref accepted);
            else if (i % 2 == 1 && Should.Throw<PhotoRejectedException>(() => _intake.Open(damaged).Decode()).Rejection.Problem == PhotoProblem.Damaged)
                Interlocked.Increment(ref refused);
        });

        (accepted, refused).ShouldBe((200, 200));
    }

    [Fact]
    public void Bytes_after_the_end_of_a_jpeg_are_ignored()
    {
        var jpeg = TestPhotos.Get("jpeg baseline").Bytes;

        _intake.Open((byte[])[.. jpeg, .. "appended by an editor"u8]).Decode().Width.ShouldBe(TestPhotos.Width);
    }

    [Fact]
    public void A_tensor_and_bytes_come_from_one_decode()
    {
        var prepared = _intake.Open(TestPhotos.Get("jpeg baseline").Bytes);

        prepared.Decode().ShouldBeSameAs(prepared.Decode());
        prepared.Decode().Resize(224, 224).Length.ShouldBe(224 * 224 * 3);
        prepared.Decode().ResizePart(.25, .25, .75, .75, 64, 32).Length.ShouldBe(64 * 32 * 3);
    }

    [Fact]
    public void Equal_files_have_equal_fingerprints_in_one_process_only()
    {
        var photo = TestPhotos.Get("jpeg baseline").Bytes;

        _intake.Open(photo).Fingerprint.ShouldBe(_intake.Open(photo.ToArray()).Fingerprint);
        _intake.Open(photo).Fingerprint.ShouldNotBe(TestPhotos.Intake().Open(photo).Fingerprint);
        _intake.Open(photo).Fingerprint.ShouldNotBe(_intake.Open(TestPhotos.Get("jpeg progressive").Bytes).Fingerprint);
    }

    [Fact]
    public async Task Many_decodes_at_once_give_what_one_gives()
    {
        var photos = TestPhotos.All;
        var alone = photos.ToDictionary(photo => photo.Name, photo => _intake.Open(photo.Bytes).Decode().Rgb.ToArray(), StringComparer.Ordinal);

        var work = Enumerable.Range(0, 6).Select(turn => Task.Run(() =>
        {
            foreach (var photo in photos.Skip(turn * 7).Concat(photos.Take(turn * 7)))
                _intake.Open(photo.Bytes).Decode().Rgb.Span.SequenceEqual(alone[photo.Name]).ShouldBeTrue(photo.Name);
        }));

        await Task.WhenAll(work);
    }

    internal static Rgb At(PhotoPixels pixels, int x, int y)
    {
        var rgb = pixels.Rgb.Span[(((y * pixels.Width) + x) * 3)..];
        return new Rgb(rgb[0], rgb[1], rgb[2]);
    }

    private static void Near(Rgb actual, Rgb expected, int tolerance, string what)
    {
        Math.Abs(actual.Red - expected.Red).ShouldBeLessThanOrEqualTo(tolerance, $"{what}: {actual}, not {expected}");
        Math.Abs(actual.Green - expected.Green).ShouldBeLessThanOrEqualTo(tolerance, $"{what}: {actual}, not {expected}");
        Math.Abs(actual.Blue - expected.Blue).ShouldBeLessThanOrEqualTo(tolerance, $"{what}: {actual}, not {expected}");
    }
}
