using System.Text;
using StoryBeats.Photos;

namespace StoryBeats.Tests.Photos;

public sealed class PhotoLimitsTests
{
    private readonly PhotoIntake _intake = TestPhotos.Intake();

    public static TheoryData<string, byte[], PhotoProblem> OtherFiles => new()
    {
        { "BMP", [.. "BM"u8, .. new byte[60]], PhotoProblem.Unsupported },
        { "TIFF", [.. "II*\0"u8, .. new byte[60]], PhotoProblem.Unsupported },
        { "JPEG XL", [0xFF, 0x0A, .. new byte[60]], PhotoProblem.Unsupported },
        { "JPEG XL", [0, 0, 0, 0x0C, .. "JXL \r\n\x87\n"u8, .. new byte[60]], PhotoProblem.Unsupported },
        { "icon", [0, 0, 1, 0, 1, 0, 16, 16, .. new byte[60]], PhotoProblem.Unsupported },
        { "SVG", [.. "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8], PhotoProblem.Unsupported },
        { "SVG", [.. "<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<svg/>"u8], PhotoProblem.Unsupported },
        { "PDF", [.. "%PDF-1.7\n"u8, .. new byte[60]], PhotoProblem.NotAnImage },
        { "video", [0, 0, 0, 0x18, .. "ftypmp42\0\0\0\0mp42isom"u8, .. new byte[60]], PhotoProblem.NotAnImage },
        { "video", [.. "RIFF\0\0\0\0AVI LIST"u8, .. new byte[60]], PhotoProblem.NotAnImage },
        { "ZIP", [.. "PK\u0003\u0004"u8, .. new byte[60]], PhotoProblem.NotAnImage },
        { "web page", [.. "<!DOCTYPE html><html></html>"u8], PhotoProblem.NotAnImage },
        { "JSON", [.. "{\"photo\":\"base64\"}"u8], PhotoProblem.NotAnImage },
        { "not an image", [.. "a letter to a friend"u8], PhotoProblem.NotAnImage },
        { "not an image", [0x42], PhotoProblem.NotAnImage },
        { "not an image", new byte[4096], PhotoProblem.NotAnImage },
    };

    [Theory]
    [MemberData(nameof(OtherFiles))]
    public void Files_that_are_no_photos_are_named(string what, byte[] bytes, PhotoProblem problem)
    {
        var rejection = Rejection(bytes);

        rejection.Problem.ShouldBe(problem);
        rejection.Sentence.ShouldContain(what);
        rejection.Sentence.ShouldEndWith("Send a JPEG, PNG, GIF, WebP, HEIC or AVIF photo.");
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        var rejection = Rejection([]);

        rejection.Problem.ShouldBe(PhotoProblem.Empty);
        rejection.Sentence.ShouldBe("The photo is empty (0 bytes). Choose the photo again.");
    }

    [Fact]
    public void More_than_16_MiB_are_refused_whatever_they_are()
    {
        var most = new byte[16 * 1024 * 1024];
        var photo = TestPhotos.Get("jpeg baseline").Bytes;
        photo.CopyTo(most, 0);

        _intake.Open(most).Decode().Width.ShouldBe(TestPhotos.Width);
        var rejection = Rejection([.. most, 0]);

        rejection.Problem.ShouldBe(PhotoProblem.FileTooLarge);
        rejection.Sentence.ShouldBe("The photo is larger than 16 MiB. Send a smaller one.");
    }

    [Theory]
    [InlineData(9, 9)]
    [InlineData(9, 500)]
    [InlineData(500, 9)]
    public void Fewer_than_10_pixels_a_side_are_refused(int width, int height)
    {
        using var picture = TestPhotos.Picture(width, height);

        var rejection = Rejection(picture.PngsaveBuffer());

        rejection.Problem.ShouldBe(PhotoProblem.TooFewPixels);
        rejection.Sentence.ShouldBe($"The photo is only {width}×{height} pixels; at least 10×10 are needed. Send a larger one.");
    }

    [Fact]
    public void Sides_of_16384_are_read_and_one_more_is_not()
    {
        using var widest = TestPhotos.Picture(16_384, 12);
        using var wider = TestPhotos.Picture(16_385, 12);

        _intake.Open(TestPhotos.Jpeg(widest)).Decode().Width.ShouldBe(1024);
        var rejection = Rejection(TestPhotos.Jpeg(wider));

        rejection.Problem.ShouldBe(PhotoProblem.TooManyPixels);
        rejection.Sentence.ShouldBe("The photo is 16385×12 pixels; at most 16384 a side are read. Send a smaller one.");
    }

    [Fact]
    public void More_than_100_megapixels_are_refused()
    {
        var rejection = Rejection(Bombs.Png(10_001, 10_000));

        rejection.Problem.ShouldBe(PhotoProblem.TooManyPixels);
        rejection.Sentence.ShouldStartWith("The photo has 100.01 megapixels; at most 100 are read.");
    }

    [Fact]
    public void A_frame_that_needs_too_much_memory_is_refused_with_a_way_out()
    {
        // 65 megapixels in one piece: small enough for a grid or a baseline JPEG.
        var rejection = Rejection(TestPhotos.WithSize(TestPhotos.Fixture("plain.heic"), 9000, 7200));

        rejection.Problem.ShouldBe(PhotoProblem.TooManyPixels);
        rejection.Sentence.ShouldContain("takes too much memory to open");
        rejection.Sentence.ShouldContain("baseline");
    }

    [Fact]
    public void Settings_move_the_limits()
    {
        var bytes = TestPhotos.Get("jpeg baseline").Bytes;

        Should.Throw<PhotoRejectedException>(() => TestPhotos.Intake(limits => limits.MaxBytes = 100).Open(bytes)).Rejection.Problem.ShouldBe(PhotoProblem.FileTooLarge);
        Should.Throw<PhotoRejectedException>(() => TestPhotos.Intake(limits => limits.MinSide = 200).Open(bytes)).Rejection.Problem.ShouldBe(PhotoProblem.TooFewPixels);
        Should.Throw<PhotoRejectedException>(() => TestPhotos.Intake(limits => limits.MaxPixels = 1000).Open(bytes)).Rejection.Problem.ShouldBe(PhotoProblem.TooManyPixels);
    }

    [Fact]
    public void Every_sentence_says_what_to_do()
    {
        byte[][] bad = [[], [.. "text"u8], new byte[17 << 20], Bombs.Png(20_000, 20), Bombs.Png(5, 5), TestPhotos.Cut(TestPhotos.Get("png 8 bit").Bytes, .5).ToArray()];

        foreach (var bytes in bad)
        {
            var sentence = Rejection(bytes).Sentence;
            sentence.ShouldMatch("(Send|Choose) .*\\.$");
            Encoding.UTF8.GetByteCount(sentence).ShouldBeLessThan(300);
        }
    }

    private PhotoRejection Rejection(byte[] bytes) => Should.Throw<PhotoRejectedException>(() => _intake.Open(bytes).Decode()).Rejection;
}
