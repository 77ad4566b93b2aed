using StoryBeats.Providers.Tests.LocalVision;
using StoryBeats.Providers.ZeroShot;

namespace StoryBeats.Providers.Tests.ZeroShot;

public sealed class ImagePreparationTests
{
    [Theory]
    [InlineData(800, 600, 224, 224, .125, 0)] // the middle square
    [InlineData(600, 800, 224, 224, 0, .125)]
    [InlineData(800, 800, 256, 224, .0625, .0625)] // less than what it was shrunk to
    [InlineData(100, 100, 100, 224, 0, 0)] // never more than there is
    public void CLIP_looks_at_the_middle(int width, int height, int shortest, int side, double across, double down)
    {
        var preparation = ImagePreparation.Clip(side) with { ShortestEdge = shortest };

        var (acrossMargin, downMargin) = preparation.Margins(width, height);

        acrossMargin.ShouldBe(across, 1e-9);
        downMargin.ShouldBe(down, 1e-9);
    }

    [Fact]
    public void SigLIP_looks_at_the_whole_photo()
    {
        ImagePreparation.SigLip(224).Margins(1024, 300).ShouldBe((0, 0));
    }

    [Fact]
    public void Colours_are_brought_to_the_models_scale_plane_by_plane()
    {
        var photo = RenderedPhotos.Open(RenderedPhotos.Gradient(96, 64, [204, 102, 51], [204, 102, 51])).Decode();

        var input = ImagePreparation.Clip(16).Prepare(photo);

        input.Length.ShouldBe(3 * 16 * 16);
        Mean(input, 0).ShouldBe((.8 - .48145466) / .26862954, .05);
        Mean(input, 1).ShouldBe((.4 - .4578275) / .26130258, .05);
        Mean(input, 2).ShouldBe((.2 - .40821073) / .27577711, .05);
    }

    [Fact]
    public void What_is_cut_off_is_not_seen()
    {
        // From white above to black below, three times as high as wide: the outer thirds are cut.
        var photo = RenderedPhotos.Open(RenderedPhotos.Gradient(64, 192, [255, 255, 255], [0, 0, 0])).Decode();

        var input = (ImagePreparation.Clip(8) with { Mean = [0, 0, 0], Deviation = [1, 1, 1] }).Prepare(photo);

        input[0].ShouldBeInRange(.6f, .7f);
        input[(8 * 8) - 1].ShouldBeInRange(.3f, .4f);
    }

    private static double Mean(float[] input, int plane) => input.AsSpan(plane * 256, 256).ToArray().Average();
}
