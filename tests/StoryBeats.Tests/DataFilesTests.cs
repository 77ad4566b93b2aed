using StoryBeats.Tests.Support;

namespace StoryBeats.Tests;

public sealed class DataFilesTests
{
    [Fact]
    public void The_operators_copy_comes_first()
    {
        using var folder = new TempFolder();
        var own = folder.Write("mood-lexicon.json", "{}");

        var path = new DataFiles(folder.Path).Find("mood-lexicon.json");

        path.ShouldBe(own);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/no/such/folder")]
    public void Without_a_copy_the_built_in_file_is_found(string? overrides)
    {
        var path = new DataFiles(overrides).Find("mood-lexicon.json");

        path.ShouldBe(Data.PathOf("mood-lexicon.json"));
        File.Exists(path).ShouldBeTrue();
    }
}
