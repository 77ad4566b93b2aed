using StoryBeats.Catalog;

namespace StoryBeats.Tests.Catalog;

public sealed class AudioFeaturesTests
{
    [Fact]
    public void Clamp_brings_every_value_down_into_its_range()
    {
        var clamped = new AudioFeatures(1.1, 1.2, 1.3, 1.4, 1.5, 221).Clamp();

        clamped.ShouldBe(new AudioFeatures(1, 1, 1, 1, 1, 220));
    }

    [Fact]
    public void Clamp_brings_every_value_up_into_its_range()
    {
        var clamped = new AudioFeatures(-.1, -.2, -.3, -.4, -.5, 39).Clamp();

        clamped.ShouldBe(new AudioFeatures(0, 0, 0, 0, 0, 40));
    }

    [Fact]
    public void Clamp_leaves_what_is_in_range()
    {
        var features = new AudioFeatures(.1, .2, .3, .4, .5, 120);

        features.Clamp().ShouldBe(features);
    }
}
