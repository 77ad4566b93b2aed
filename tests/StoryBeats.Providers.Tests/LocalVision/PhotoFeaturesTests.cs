using StoryBeats.Providers.LocalVision;

namespace StoryBeats.Providers.Tests.LocalVision;

public sealed class PhotoFeaturesTests
{
    [Theory]
    [InlineData(448, 358, 320, 256)]
    [InlineData(358, 448, 256, 320)]
    [InlineData(1000, 1000, 288, 288)]
    [InlineData(1080, 1920, 224, 384)]
    [InlineData(10, 1000, 224, 448)]
    [InlineData(1000, 10, 448, 224)]
    public void A_photo_is_looked_at_in_its_own_proportions(int width, int height, int expectedWidth, int expectedHeight) =>
        PhotoFeatures.Size(width, height).ShouldBe((expectedWidth, expectedHeight));

    [Fact]
    public void Any_shape_gives_the_same_number_of_finite_figures()
    {
        using var features = new PhotoFeatures(LocalVisionFiles.BackboneFolder);

        foreach (var (width, height) in ((int, int)[])[(10, 10), (640, 480), (480, 640), (2000, 60), (60, 2000)])
        {
            var figures = features.Extract(RenderedPhotos.Open(RenderedPhotos.Sky(width, height)).Decode());

            figures.Length.ShouldBe(PhotoFeatures.Count);
            figures.ShouldAllBe(figure => float.IsFinite(figure));
        }
    }

    [Fact]
    public void The_same_photo_gives_the_same_figures_from_several_threads()
    {
        using var features = new PhotoFeatures(LocalVisionFiles.BackboneFolder);
        var photo = RenderedPhotos.Open(RenderedPhotos.Sky()).Decode();
        var expected = features.Extract(photo);

        var all = Enumerable.Range(0, 8).AsParallel().Select(_ => features.Extract(photo)).ToList();

        foreach (var figures in all)
        {
            for (var i = 0; i < figures.Length; i++)
                figures[i].ShouldBe(expected[i], 1e-4f);
        }
    }

    [Fact]
    public void The_four_last_layers_weigh_four_times_the_five_before_them()
    {
        PhotoFeatures.Weights.Count.ShouldBe(PhotoFeatures.Count);
        PhotoFeatures.Weights.Take(4 * 512).Sum().ShouldBe(16, 1e-9);
        PhotoFeatures.Weights.Skip(4 * 512).Sum().ShouldBe(5, 1e-9);
    }
}
