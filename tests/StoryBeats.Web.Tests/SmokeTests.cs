namespace StoryBeats.Web.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void The_test_project_runs() => true.ShouldBeTrue();
}
