using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Estimation;

public sealed class FeatureModelTests
{
    // Half of everything and 120 BPM; loud artists, quiet genres; Hindi is a little quieter.
    private static readonly FeatureModel Model = Of(
        ("artist", [("loud", 40, 2)]),
        ("genre", [("lullaby", 200, -2)]),
        ("language", [("Hindi", 500, -.5)]));

    [Fact]
    public void Without_clues_an_estimate_is_the_mean_of_all_songs()
    {
        var estimate = Model.Estimate([]);

        estimate.Features.ShouldBe(new AudioFeatures(.5, .5, .5, .5, .5, 120));
        estimate.Error.Energy.ShouldBeInRange(.1, .3);
    }

    [Theory]
    [InlineData("loud", "lullaby", "Hindi", .378)]
    [InlineData("loud", "none", "none", .881)]
    [InlineData("none", "lullaby", "Hindi", .076)]
    [InlineData("none", "none", "Hindi", .378)]
    [InlineData("none", "none", "none", .5)]
    public void An_artist_that_nobody_knows_sounds_like_the_genre_else_like_the_language_else_like_all_songs(string artist, string genre, string language, double energy)
    {
        var estimate = Model.Estimate([new("artist", artist), new("genre", genre), new("language", language)]);

        estimate.Features.Energy.ShouldBe(energy, .001);
    }

    [Fact]
    public void An_artist_with_many_known_songs_is_surer_than_one_with_a_single_and_that_one_than_nobody()
    {
        var model = Of(("artist", [("many", 40, 0), ("single", 1, 0)]));

        double Error(string artist) => model.Estimate([new("artist", artist)]).Error.Energy;

        Error("many").ShouldBeLessThan(Error("single"));
        Error("single").ShouldBeLessThan(Error("nobody"));
    }

    [Fact]
    public void Known_energy_and_valence_stay_and_move_the_others_by_how_far_they_are_off()
    {
        // A song louder than its clues say is less acoustic; a happier one is easier to dance to.
        var slopes = new FeatureSlopes([0, 0, 0, -1, 0, 5], [0, 0, .5, 0, 0, 0]);
        var model = new FeatureModel([0, 0, 0, 0, 0, 120], Ones(.5), new Dictionary<string, FeatureKind>(StringComparer.Ordinal), ErrorLine.AsTheyAre, slopes);

        var loud = model.Complete([], energy: .881, valence: .5);
        var happy = model.Complete([], energy: .5, valence: .881);

        (loud.Energy, loud.Valence, loud.Danceability).ShouldBe((.881, .5, .5));
        loud.Acousticness.ShouldBe(.119, .001);
        loud.Tempo.ShouldBe(130, .1);
        (happy.Energy, happy.Valence, happy.Acousticness, happy.Tempo).ShouldBe((.5, .881, .5, 120));
        happy.Danceability.ShouldBe(.731, .001);
    }

    [Fact]
    public void Errors_are_set_right_by_the_line_and_confidence_follows()
    {
        var features = FeatureScale.Names.Count;
        var line = new ErrorLine([.. Enumerable.Repeat(.1, features)], new double[features]);
        var model = new FeatureModel(new double[features], Ones(1), new Dictionary<string, FeatureKind>(StringComparer.Ordinal), line, FeatureSlopes.None);

        var estimate = model.Estimate([]);

        estimate.Error.ShouldBe(new AudioFeatures(.1, .1, .1, .1, .1, .1));
        estimate.Confidence.ShouldBe(.6, 1e-9);
    }

    [Theory]
    [InlineData(0, 0, .65)]
    [InlineData(.1, .15, .5)]
    [InlineData(.2, .2, .2)]
    [InlineData(.4, .4, 0)]
    public void Confidence_falls_with_the_errors_of_energy_and_valence_and_is_never_that_of_a_song_somebody_knows(double energy, double valence, double confidence) =>
        new FeatureEstimate(Songs.Middle, new(energy, valence, 1, 1, 1, 100)).Confidence.ShouldBe(confidence, 1e-9);

    [Fact]
    public void The_model_that_comes_along_knows_artists_and_is_sure_of_none_as_of_a_measured_song()
    {
        var quiet = Data.Estimator.Estimate(Songs.WithoutFeatures("Bon Iver"), MoodCategory.Energetic);
        var loud = Data.Estimator.Estimate(Songs.WithoutFeatures("Foo Fighters"), MoodCategory.Energetic);
        var unknown = Data.Estimator.Estimate(Songs.WithoutFeatures("Nobody Known"), MoodCategory.Energetic);

        quiet.Features.Energy.ShouldBeLessThan(unknown.Features.Energy - .1);
        loud.Features.Energy.ShouldBeGreaterThan(unknown.Features.Energy + .1);
        foreach (var estimate in new[] { quiet, loud, unknown })
            estimate.Confidence.ShouldBeInRange(.1, .65);
        quiet.Confidence.ShouldBeGreaterThan(unknown.Confidence);
    }

    private static FeatureModel Of(params (string Kind, (string Name, double Seen, double Effect)[] Clues)[] kinds) => new(
        [0, 0, 0, 0, 0, 120],
        Ones(.5),
        kinds.ToDictionary(
            kind => kind.Kind,
            kind => new FeatureKind(Ones(1), kind.Clues.ToDictionary(clue => clue.Name, clue => new FeatureEffect(clue.Seen, [.. Ones(clue.Effect)]), StringComparer.Ordinal)),
            StringComparer.Ordinal),
        ErrorLine.AsTheyAre,
        FeatureSlopes.None);

    private static double[] Ones(double value) => [.. Enumerable.Repeat(value, FeatureScale.Names.Count)];
}
