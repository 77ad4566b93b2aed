using StoryBeats.Estimation;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.FeatureEstimation;

namespace StoryBeats.Providers.Tests.FeatureEstimation;

public sealed class FeatureLabTests
{
    private static readonly string Catalogue = Path.Combine(DataFiles.BuiltIn, StarterCatalogue.FileName);

    [Fact]
    public void On_artists_never_seen_the_learned_estimate_is_at_least_a_fifth_nearer_than_constants_and_rules()
    {
        string[] tables = [SharedData.Require("tracks/english.csv"), SharedData.Require("tracks/moods.csv"), SharedData.Require("tracks/hindi.csv")];

        var evaluation = new FeatureLab(tables, Catalogue).Evaluate(model: null, progress: null, TestContext.Current.CancellationToken);

        foreach (var group in evaluation.Unseen.Where(group => group.Group is "all" or "labelled"))
        {
            foreach (var feature in group.Features.Where(feature => feature.Feature is "energy" or "valence"))
            {
                feature.BetterThanConstants.ShouldBeGreaterThanOrEqualTo(.2, $"{feature.Feature} of {group.Group}");
                feature.BetterThanHandMade.ShouldBeGreaterThanOrEqualTo(.2, $"{feature.Feature} of {group.Group}");
                feature.ExpectedError.ShouldBe(feature.Learned.Mae, feature.Learned.Mae * .2, $"expected error of {feature.Feature} of {group.Group}");
            }
        }

        // What energy and valence say of a feature is news to its clues.
        foreach (var feature in evaluation.Unseen.Single(group => group.Group == "all").Features.Where(feature => feature.Completed is not null))
            feature.Completed!.Mae.ShouldBeLessThan(feature.Learned.Mae, feature.Feature);

        Mae(evaluation.Seen).ShouldBeLessThan(Mae(evaluation.Unseen));
        evaluation.Tables.Where(table => !table.Teaches).Select(table => table.File).ShouldBe(["hindi.csv"]);

        static double Mae(IReadOnlyList<FeatureGroup> groups) => groups.Single(group => group.Group == "all").Features.Single(feature => feature.Feature == "energy").Learned.Mae;
    }

    [Fact]
    public void Without_a_table_that_can_teach_nothing_is_trained()
    {
        using var folder = new TempFolder();
        var rows = Enumerable.Range(0, 120).Select(i => FormattableString.Invariant($"Song {i},Somebody,{i / 120.0},.5,{i / 120.0}"));
        var table = folder.Write("table.csv", "title,artist,energy,valence,acousticness\n" + string.Join('\n', rows) + "\n");

        Should.Throw<InvalidDataException>(() => new FeatureLab([table], Catalogue).Train()).Message.ShouldContain("nothing to learn from");
    }

    [Fact]
    public void A_model_is_measured_on_the_artists_that_it_does_not_know()
    {
        using var folder = new TempFolder();
        var table = folder.Write("table.csv", "title,artist,energy,valence,mood\nOne,Bon Iver,.2,.3,\nTwo,Somebody New,.9,.8,Happy\nThree,Somebody Else,.5,.5,\n");
        var model = FeatureModelFile.Load(Path.Combine(DataFiles.Models, FeatureModelFile.FileName));

        var evaluation = new FeatureLab([table], Catalogue).Evaluate(model, progress: null, TestContext.Current.CancellationToken);

        evaluation.Model!.Select(group => (group.Group, group.Songs)).ShouldBe([("all", 2), ("labelled", 1), ("label_hidden", 1), ("unknown", 1)]);
        evaluation.Unseen.Single(group => group.Group == "all").Songs.ShouldBe(3);
        evaluation.Unseen[0].Features.Select(feature => feature.Feature).ShouldBe(["energy", "valence"]);
    }
}
