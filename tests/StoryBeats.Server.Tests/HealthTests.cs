namespace StoryBeats.Server.Tests;

public sealed class HealthTests(SharedServer shared)
{
    [Fact]
    public async Task Health_is_the_originals_to_the_letter()
    {
        var answer = await shared.Server.GetAsync("/health");

        answer.ShouldBeOk().Text.ShouldBe("""{"status":"healthy","service":"StoryBeats API"}""");
    }
}
