using System.Diagnostics;
using System.Globalization;
using StoryBeats.Photos;

namespace StoryBeats.Tests.Photos;

/// <summary>Runs alone: it looks at the memory of the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "alone";
}

[Collection(RunsAlone.Name)]
public sealed class PhotoMemoryTests
{
    private const long Megabyte = 1_000_000;

    [Theory]
    [MemberData(nameof(Bombs.All), MemberType = typeof(Bombs))]
    public void A_bomb_is_refused_from_its_header(string name, byte[] bytes)
    {
        var intake = TestPhotos.Intake();
        intake.Open(TestPhotos.Get("jpeg baseline").Bytes);
        intake.Open(TestPhotos.Get("heic").Bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var peak = PeakBytes();

        var rejection = Should.Throw<PhotoRejectedException>(() => intake.Open(bytes)).Rejection;

        rejection.Problem.ShouldBe(PhotoProblem.TooManyPixels, name);
        (GC.GetAllocatedBytesForCurrentThread() - allocated).ShouldBeLessThan(Megabyte);
        (PeakBytes() - peak).ShouldBeLessThan(8 * Megabyte);
    }

    [Fact]
    public void Memory_stays_flat_over_a_thousand_bad_inputs()
    {
        var intake = TestPhotos.Intake();
        var photos = TestPhotos.All.Select(photo => photo.Bytes).ToArray();
        byte[][] others = [[], [.. "text"u8], .. Bombs.All.Select(row => row.Data.Item2)];
        var random = new Random(1905);

        Reject(300);
        var before = ResidentBytes();
        Reject(1000);

        (ResidentBytes() - before).ShouldBeLessThan(24 * Megabyte);

        void Reject(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var photo = photos[i % photos.Length];
                var bytes = i % 4 == 0 ? others[i / 4 % others.Length] : photo[..random.Next(photo.Length)];
                try
                {
                    intake.Open(bytes).Decode();
                }
                catch (PhotoRejectedException)
                {
                    // As it should be; the few that are read are whole.
                }
            }
        }
    }

    /// <summary>libvips keeps what it has read of a profile when the header breaks off: such files must not reach it.</summary>
    [Theory]
    [InlineData("jpeg cmyk")]
    [InlineData("jpeg baseline")]
    [InlineData("png wide gamut")]
    [InlineData("webp metadata")]
    public void Memory_stays_flat_over_a_thousand_cut_files(string name)
    {
        var intake = TestPhotos.Intake();
        var photo = TestPhotos.Get(name).Bytes;
        var random = new Random(1871);

        Reject(100);
        var before = ResidentBytes();
        Reject(1000);

        (ResidentBytes() - before).ShouldBeLessThan(16 * Megabyte);

        void Reject(int times)
        {
            for (var i = 0; i < times; i++)
                Should.Throw<PhotoRejectedException>(() => intake.Open(photo.AsMemory(0, random.Next(16, photo.Length))).Decode());
        }
    }

    /// <summary>
    /// A process of its own decodes the photo and tells its peak. 200 MB leave as much again for the rest of a server that shall keep
    /// below 400 MB.
    /// </summary>
    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    public async Task A_photo_of_100_megapixels_needs_less_than_200_MB(string kind)
    {
        Assert.SkipUnless(File.Exists("/proc/self/status"), "Peak memory is read from /proc, which this system does not have.");
        using var rows = NetVips.Image.Xyz(11_547, 8_660)[1];
        using var grey = (rows * (200.0 / 8_660)).Cast(NetVips.Enums.BandFormat.Uchar);
        using var picture = grey.Bandjoin(120, 40).Copy(interpretation: NetVips.Enums.Interpretation.Srgb);
        var bytes = kind == "png" ? picture.PngsaveBuffer(compression: 1) : picture.JpegsaveBuffer(q: 80);

        var report = await MemoryProbe.RunAsync(bytes, TestContext.Current.CancellationToken);

        report.ShouldStartWith("1024×768 ");
        long.Parse(report.Split(' ')[1], CultureInfo.InvariantCulture).ShouldBeLessThan(200 * Megabyte);
    }

    private static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
