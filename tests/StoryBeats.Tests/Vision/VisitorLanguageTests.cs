using StoryBeats.Vision;

namespace StoryBeats.Tests.Vision;

public sealed class VisitorLanguageTests
{
    [Theory]
    [InlineData("hi", CulturalVibe.Indian)]
    [InlineData("hi-IN", CulturalVibe.Indian)]
    [InlineData("PA", CulturalVibe.Indian)]
    [InlineData("ta-LK", CulturalVibe.Indian)]
    [InlineData("en-IN", CulturalVibe.Fusion)]
    [InlineData("en_IN", CulturalVibe.Fusion)]
    [InlineData("en-Latn-IN", CulturalVibe.Fusion)]
    [InlineData("en", CulturalVibe.Western)]
    [InlineData("en-GB", CulturalVibe.Western)]
    [InlineData("de-AT", CulturalVibe.Western)]
    [InlineData("ja", null)]
    [InlineData("*", null)]
    [InlineData("", null)]
    [InlineData(" ", null)]
    [InlineData(null, null)]
    public void A_language_tag_speaks_for_a_culture_or_for_none(string? tag, CulturalVibe? expected)
    {
        var vibe = VisitorLanguage.Vibe(tag);

        vibe.ShouldBe(expected);
    }
}
