namespace StoryBeats.Server.Tests;

public sealed class BadInputTests(SharedServer shared)
{
    private readonly RunningServer _server = shared.Server;

    public static TheoryData<string> Names => [.. BadInput.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bad_input_gets_a_sentence_and_the_next_photo_its_songs(string name)
    {
        var input = BadInput.All[name];

        var answer = await _server.PostAsync("/api/analyze", input.ContentType, input.Body);

        answer.ShouldBeError(input.Status);
        answer.Headers.ShouldNotContainKey("X-Injected");
        (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk().SongIds.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("text", "not an image")]
    [InlineData("PDF", "PDF")]
    [InlineData("ZIP", "ZIP")]
    [InlineData("MP4", "video")]
    [InlineData("WebM", "video")]
    [InlineData("BMP", "BMP")]
    [InlineData("TIFF, little-endian", "TIFF")]
    [InlineData("JPEG XL, boxed", "JPEG XL")]
    [InlineData("SVG", "SVG")]
    [InlineData("SVG with entities", "SVG")]
    [InlineData("HTML", "web page")]
    [InlineData("an empty file", "empty")]
    [InlineData("JPEG cut off at 50%", "cut off")]
    [InlineData("PNG cut off at 50%", "cut off")]
    [InlineData("GIF cut off at 50%", "cut off")]
    [InlineData("WebP cut off at 50%", "cut off")]
    [InlineData("AVIF cut off at 50%", "cut off")]
    [InlineData("JPEG of 9×9", "9×9")]
    [InlineData("1×5,000", "1×5000")]
    [InlineData("16,385 wide", "16385×10")]
    [InlineData("PNG of 101 megapixels", "101 megapixels")]
    [InlineData("no parts", "No photo")]
    [InlineData("the photo as a text field", "No photo")]
    [InlineData("cut off in the photo", "cut off")]
    [InlineData("no boundary", "boundary")]
    [InlineData("too many fields", "132 fields")]
    [InlineData("a field of 65 KiB", "caption")]
    public async Task The_sentence_says_what_is_wrong(string name, string words)
    {
        var input = BadInput.All[name];

        var answer = await _server.PostAsync("/api/analyze", input.ContentType, input.Body);

        answer.ShouldBeError(input.Status).ShouldContain(words);
    }
}
