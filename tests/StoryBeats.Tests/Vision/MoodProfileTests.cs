using CsCheck;
using StoryBeats.Catalog;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Vision;

public sealed class MoodProfileTests
{
    [Theory]
    [InlineData(MoodCategory.Romantic, .40, .60, .50, .60, 95)]
    [InlineData(MoodCategory.Energetic, .90, .80, .85, .10, 140)]
    [InlineData(MoodCategory.Peaceful, .30, .50, .30, .70, 85)]
    [InlineData(MoodCategory.Melancholic, .30, .20, .30, .60, 80)]
    [InlineData(MoodCategory.Happy, .70, .80, .70, .30, 120)]
    [InlineData(MoodCategory.Confident, .80, .70, .75, .20, 125)]
    [InlineData(MoodCategory.Nostalgic, .50, .50, .50, .50, 105)]
    [InlineData(MoodCategory.Dreamy, .40, .60, .40, .50, 100)]
    [InlineData(MoodCategory.Moody, .50, .40, .55, .30, 110)]
    public void Each_mood_has_its_typical_features(
        MoodCategory mood, double energy, double valence, double danceability, double acousticness, double tempo)
    {
        var profile = MoodProfile.For(mood);

        profile.Category.ShouldBe(mood);
        profile.Typical.ShouldBe(new AudioFeatures(energy, valence, danceability, acousticness, 0, tempo));
    }

    [Theory]
    [InlineData(MoodCategory.Romantic, 60, 90)]
    [InlineData(MoodCategory.Energetic, 120, 140)]
    [InlineData(MoodCategory.Peaceful, 65, 90)]
    [InlineData(MoodCategory.Melancholic, 70, 95)]
    [InlineData(MoodCategory.Happy, 100, 125)]
    [InlineData(MoodCategory.Confident, 100, 120)]
    [InlineData(MoodCategory.Nostalgic, 80, 105)]
    [InlineData(MoodCategory.Dreamy, 75, 100)]
    public void A_mood_pins_the_tempo_to_its_range(MoodCategory mood, double low, double high)
    {
        var profile = MoodProfile.For(mood);

        profile.PinTempo(40, energy: 1).ShouldBe(low);
        profile.PinTempo(200, energy: 0).ShouldBe(high);
        profile.PinTempo((low + high) / 2, energy: .5).ShouldBe((low + high) / 2);
    }

    [Theory]
    [InlineData(.00, 70, 95)]
    [InlineData(.39, 70, 95)]
    [InlineData(.40, 90, 115)]
    [InlineData(.69, 90, 115)]
    [InlineData(.70, 115, 140)]
    [InlineData(1.0, 115, 140)]
    public void Moody_leaves_the_range_of_the_tempo_to_energy(double energy, double low, double high)
    {
        var profile = MoodProfile.For(MoodCategory.Moody);

        profile.PinTempo(40, energy).ShouldBe(low);
        profile.PinTempo(200, energy).ShouldBe(high);
    }

    public static TheoryData<MoodCategory> Moods => [.. Enum.GetValues<MoodCategory>()];

    [Theory]
    [MemberData(nameof(Moods))]
    public void Nearest_to_the_typical_features_of_a_mood_is_that_mood(MoodCategory mood)
    {
        var nearest = MoodProfile.Nearest(MoodProfile.For(mood).Typical);

        nearest.ShouldBe(mood);
    }

    [Fact]
    public void Nearest_stays_the_same_under_a_small_change() =>
        Gen.Select(Gen.Enum<MoodCategory>(), Gen.Double[-.02, .02]).Sample((mood, change) =>
        {
            var typical = MoodProfile.For(mood).Typical;

            var nearest = MoodProfile.Nearest(typical with { Energy = typical.Energy + change, Valence = typical.Valence - change });

            nearest.ShouldBe(mood);
        });
}
