using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Options;
using StoryBeats.Photos;
using StoryBeats.Providers.LocalVision;

namespace StoryBeats.Benchmarks;

/// <summary>What a 12-megapixel JPEG costs, step by step.</summary>
[MemoryDiagnoser]
public class PhotoBenchmarks
{
    private readonly PhotoIntake _intake = new(Options.Create(new PhotoLimits()), new PhotoFingerprinter());
    private byte[] _photo = null!;
    private PhotoPixels _pixels = null!;
    private PhotoFeatures _features = null!;
    private VisionHead _head = null!;

    [GlobalSetup]
    public void Setup()
    {
        _photo = BenchPhoto.Render();
        _pixels = _intake.Open(_photo).Decode();
        _features = new PhotoFeatures(LocalVisionFiles.BackboneFolder);
        _head = VisionHead.Load(LocalVisionFiles.HeadPath);
    }

    [GlobalCleanup]
    public void Cleanup() => _features.Dispose();

    [Benchmark]
    public PreparedPhoto Check() => _intake.Open(_photo);

    [Benchmark]
    public PhotoPixels Decode() => _intake.Open(_photo).Decode();

    [Benchmark]
    public double Read() => _head.Read(_features.Extract(_pixels)).Valence;

    [Benchmark]
    public int Colors() => PhotoColors.Of(_pixels).Palette.Count;

    [Benchmark]
    public int EncodeJpeg() => _pixels.EncodeJpeg(quality: 85).Length;
}
