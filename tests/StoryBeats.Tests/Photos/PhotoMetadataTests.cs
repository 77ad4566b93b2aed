using StoryBeats.Photos;

namespace StoryBeats.Tests.Photos;

public sealed class PhotoMetadataTests
{
    private readonly PhotoIntake _intake = TestPhotos.Intake();

    [Fact]
    public void The_camera_photo_has_what_must_go()
    {
        var bytes = TestPhotos.CameraJpeg().AsSpan();

        bytes.IndexOf("Exif"u8).ShouldBePositive();
        bytes.IndexOf("StoryBeatsTest"u8).ShouldBePositive();
        bytes.IndexOf("StoryBeatsXmp"u8).ShouldBePositive();
        TestPhotos.Get("jpeg wide gamut").Bytes.AsSpan().IndexOf("ICC_PROFILE"u8).ShouldBePositive();
        TestPhotos.Get("heic exif").Bytes.AsSpan().IndexOf("StoryBeatsTest"u8).ShouldBePositive();
    }

    [Theory]
    [MemberData(nameof(TestPhotos.Names), MemberType = typeof(TestPhotos))]
    public void The_jpeg_for_others_has_no_metadata(string name)
    {
        var jpeg = _intake.Open(TestPhotos.Get(name).Bytes).Decode().ToJpeg();

        foreach (var trace in (string[])["Exif", "GPS", "http://ns.adobe.com", "xmpmeta", "ICC_PROFILE", "Photoshop", "StoryBeats", "MPF"])
            jpeg.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(trace)).ShouldBe(-1, trace);

        // Of the segments that applications may use, JFIF's own at most; no comment.
        Markers(jpeg).ShouldAllBe(marker => marker == 0xE0 || marker < 0xE0);
        _intake.Open(jpeg).Decode().Width.ShouldBe(TestPhotos.Get(name).Width);
    }

    private static List<byte> Markers(byte[] jpeg)
    {
        var markers = new List<byte>();
        for (var at = 2; at + 4 < jpeg.Length && jpeg[at + 1] != 0xDA; at += 2 + (jpeg[at + 2] << 8) + jpeg[at + 3])
            markers.Add(jpeg[at + 1]);
        return markers;
    }
}
