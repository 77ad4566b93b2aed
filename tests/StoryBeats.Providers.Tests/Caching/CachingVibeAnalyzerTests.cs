using Microsoft.Extensions.Options;
using StoryBeats.Catalog;
using StoryBeats.Photos;
using StoryBeats.Providers.Caching;
using StoryBeats.Providers.Tests.LocalVision;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Tests.Caching;

public sealed class CachingVibeAnalyzerTests
{
    private readonly PhotoIntake _intake = new(Options.Create(new PhotoLimits()), new PhotoFingerprinter());

    [Fact]
    public async Task A_photo_seen_before_is_neither_read_nor_decoded_again()
    {
        var inner = new CountingAnalyzer();
        using var cache = new FusionCache(new FusionCacheOptions());
        var analyzer = new CachingVibeAnalyzer(inner, cache);
        var file = RenderedPhotos.Sky();

        var first = await analyzer.AnalyzeAsync(_intake.Open(file), CancellationToken.None);
        var second = await analyzer.AnalyzeAsync(_intake.Open(file.ToArray()), CancellationToken.None);

        second.ShouldBe(first);
        inner.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_photo_is_read()
    {
        var inner = new CountingAnalyzer();
        using var cache = new FusionCache(new FusionCacheOptions());
        var analyzer = new CachingVibeAnalyzer(inner, cache);

        await analyzer.AnalyzeAsync(_intake.Open(RenderedPhotos.Sky(seed: 1)), CancellationToken.None);
        await analyzer.AnalyzeAsync(_intake.Open(RenderedPhotos.Sky(seed: 2)), CancellationToken.None);

        inner.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Many_at_once_with_one_photo_read_it_once()
    {
        var inner = new CountingAnalyzer();
        using var cache = new FusionCache(new FusionCacheOptions());
        var analyzer = new CachingVibeAnalyzer(inner, cache);
        var file = RenderedPhotos.Sky();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => analyzer.AnalyzeAsync(_intake.Open(file), CancellationToken.None).AsTask()));

        inner.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_damaged_photo_is_not_remembered()
    {
        var inner = new CountingAnalyzer();
        using var cache = new FusionCache(new FusionCacheOptions());
        var analyzer = new CachingVibeAnalyzer(inner, cache);
        var damaged = RenderedPhotos.Sky()[..5000];

        await Should.ThrowAsync<PhotoRejectedException>(async () => await analyzer.AnalyzeAsync(_intake.Open(damaged), CancellationToken.None));
        await Should.ThrowAsync<PhotoRejectedException>(async () => await analyzer.AnalyzeAsync(_intake.Open(damaged), CancellationToken.None));

        inner.Count.ShouldBe(2);
    }

    private sealed class CountingAnalyzer : IVibeAnalyzer
    {
        private int _count;

        public int Count => _count;

        public async ValueTask<VibeAnalysis> AnalyzeAsync(PreparedPhoto photo, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            await Task.Yield();
            photo.Decode();
            return new VibeAnalysis
            {
                Mood = "calm",
                MoodCategory = MoodCategory.Peaceful,
                Description = "",
                Source = "test",
                Target = new AudioFeatures(.3, .5, .3, .7, 0, 85),
            };
        }
    }
}
