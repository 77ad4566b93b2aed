using StoryBeats.Learning;

namespace StoryBeats.Tests.Learning;

public sealed class LearningOptionsTests
{
    [Fact]
    public void Every_part_is_on_by_default_and_the_defaults_are_valid()
    {
        var options = new LearningOptions();

        new LearningOptionsValidator().Validate(null, options).Succeeded.ShouldBeTrue();
        new[] { options.Enabled, options.ArtistPreference, options.FeaturePreference, options.LanguageMix, options.ArtistSelection, options.CoLikes, options.Freshness }
            .ShouldAllBe(on => on);
    }

    [Theory]
    [InlineData("HalfLifeDays", 0, .4, 5)]
    [InlineData("MaxAdjustment", 45, 2, 5)]
    [InlineData("MinVoters", 45, .4, 1)]
    public void A_setting_out_of_its_range_is_named(string name, double halfLife, double most, int voters)
    {
        var options = new LearningOptions { HalfLifeDays = halfLife, MaxAdjustment = most, MinVoters = voters };

        new LearningOptionsValidator().Validate(null, options).FailureMessage.ShouldNotBeNull().ShouldContain($"LearningOptions.{name}");
    }
}
