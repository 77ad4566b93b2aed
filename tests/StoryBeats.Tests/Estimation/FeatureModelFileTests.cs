using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Tests.Support;

namespace StoryBeats.Tests.Estimation;

public sealed class FeatureModelFileTests
{
    private static readonly string Shipped = Path.Combine(DataFiles.Models, FeatureModelFile.FileName);

    [Fact]
    public void A_model_is_the_same_file_after_it_was_read_and_written_and_no_large_one()
    {
        using var folder = new TempFolder();
        var copy = Path.Combine(folder.Path, "copy.json");

        FeatureModelFile.Save(FeatureModelFile.Load(Shipped), copy);

        File.ReadAllBytes(copy).ShouldBe(File.ReadAllBytes(Shipped));
        new FileInfo(copy).Length.ShouldBeLessThan(500_000);
    }

    [Fact]
    public void No_song_can_be_read_out_of_the_model_that_comes_along()
    {
        var model = FeatureModelFile.Load(Shipped);

        model.Kinds.Values.SelectMany(kind => kind.Known.Values).ShouldAllBe(clue => clue.Seen > 0);
        model.Knows(TrackKey.Fold("Drake")).ShouldBeTrue();
        model.Kinds.ContainsKey("title").ShouldBeFalse();
        model.Kinds["word"].Known.Keys.ShouldAllBe(word => !word.Contains(' ', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":3,"mean":[0,0,0,0,0,120],"residual":[1,1,1,1,1,1],"errorBase":[0,0,0,0,0,0],"errorSlope":[1,1,1,1,1,1],"onEnergy":[0,0,0,0,0,0],"onValence":[0,0,0,0,0,0],"kinds":{}}""")]
    [InlineData("""{"version":2,"mean":[0,0,0,0,0,120],"residual":[1,1,1,1,1,1],"errorBase":[0,0,0,0,0,0],"errorSlope":[1,1,1,1,1,1],"kinds":{}}""")]
    [InlineData("""{"version":2,"mean":[0,0,0,0,0,120],"residual":[1,1,1,1,1,1],"errorBase":[0,0,0,0,0,0],"errorSlope":[1,1,1,1,1,1],"onEnergy":[0],"onValence":[0,0,0,0,0,0],"kinds":{}}""")]
    [InlineData("""{"version":2,"mean":[0,0],"residual":[1,1,1,1,1,1],"errorBase":[0,0,0,0,0,0],"errorSlope":[1,1,1,1,1,1],"onEnergy":[0,0,0,0,0,0],"onValence":[0,0,0,0,0,0],"kinds":{}}""")]
    [InlineData("""{"version":2,"mean":[0,0,0,0,0,120],"residual":[1,1,-1,1,1,1],"errorBase":[0,0,0,0,0,0],"errorSlope":[1,1,1,1,1,1],"onEnergy":[0,0,0,0,0,0],"onValence":[0,0,0,0,0,0],"kinds":{}}""")]
    [InlineData("""{"version":2,"mean":[0,0,0,0,0,120],"residual":[1,1,1,1,1,1],"errorBase":[0,0,0,0,0,0],"errorSlope":[1,1,1,1,1,1],"onEnergy":[0,0,0,0,0,0],"onValence":[0,0,0,0,0,0],"kinds":{"artist":{"variance":[1,1,1,1,1,1],"known":{"a":[]}}}}""")]
    [InlineData("""{"version":2,"mean":[0,0,0,0,0,120],"residual":[1,1,1,1,1,1],"errorBase":[0,0,0,0,0,0],"errorSlope":[1,1,1,1,1,1],"onEnergy":[0,0,0,0,0,0],"onValence":[0,0,0,0,0,0],"kinds":{"artist":{"variance":[1,1,1,1,1,1],"known":{"a":[3,1,1]}}}}""")]
    [InlineData("""{"version":2,"mean":[0,0,0,0,0,120],"residual":[1,1,1,1,1,1],"errorBase":[0,0,0,0,0,0],"errorSlope":[1,1,1,1,1,1],"onEnergy":[0,0,0,0,0,0],"onValence":[0,0,0,0,0,0],"kinds":{"artist":{"variance":[1,1,1,1,1,1],"known":{"a":[0,1,1,1,1,1,1]}}}}""")]
    public void A_broken_file_is_refused_with_its_name_and_what_to_do(string content)
    {
        using var folder = new TempFolder();
        var path = folder.Write("feature-model.json", content);

        var fault = Should.Throw<InvalidDataException>(() => FeatureModelFile.Load(path));

        fault.Message.ShouldContain(path);
        fault.Message.ShouldContain("storybeats train features");
    }
}
