using StoryBeats.Photos;

namespace StoryBeats.Tests.Photos;

/// <summary>Files of the fuzzer, each the first that did what it does: docs/threat-model.md.</summary>
public sealed class FuzzedPhotoTests
{
    [Fact]
    public void A_file_of_the_fuzzer_is_still_answered_as_it_was()
    {
        var files = Fuzzed().ToList();

        files.Count.ShouldBeGreaterThan(100);
        foreach (var (expected, bytes) in files)
            Outcome(bytes).Problem.ShouldBe(expected, Convert.ToBase64String(bytes));
    }

    [Fact]
    public void A_photo_that_its_decoder_wants_as_a_file_lies_in_memory_and_not_on_the_disk()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "There is no /dev/shm.");

        // Where it fails ImageMagick names the file that it has read.
        var named = Fuzzed().Select(file => Outcome(file.Bytes).Message).Where(message => message.Contains("magick-", StringComparison.Ordinal)).ToList();

        named.ShouldNotBeEmpty();
        named.ShouldAllBe(message => message.Contains("/dev/shm/magick-", StringComparison.Ordinal));
    }

    private static IEnumerable<(string Expected, byte[] Bytes)> Fuzzed() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Photos", "fixtures", "fuzzed.txt")).Select(line => line.Split(' ')).Select(parts => (parts[0], Convert.FromBase64String(parts[1])));

    private static (string Problem, string Message) Outcome(byte[] bytes)
    {
        try
        {
            _ = TestPhotos.Intake().Open(bytes).Decode();
            return ("read", "");
        }
        catch (PhotoRejectedException rejected)
        {
            return ($"{rejected.Rejection.Problem}", rejected.InnerException?.Message ?? "");
        }
    }
}
