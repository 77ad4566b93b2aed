using StoryBeats.Providers.LocalVision;

namespace StoryBeats.Providers.Tests.LocalVision;

public sealed class FeelingRegressionTests
{
    [Fact]
    public void A_photo_is_as_uncertain_as_those_like_it_proved()
    {
        float[] errors = [.. Enumerable.Repeat(.01f, 20), .. Enumerable.Repeat(.09f, 20)];
        double[] nearSure = [.. Enumerable.Repeat(1.0, 20), .. Enumerable.Repeat(0.0, 20)];
        double[] nearUnsure = [.. nearSure.Reverse()];

        var (sure, unsure) = (FeelingRegression.Expected(nearSure, errors), FeelingRegression.Expected(nearUnsure, errors));

        sure.ShouldBeInRange(.1, .2);
        unsure.ShouldBeInRange(.2, .3);
        unsure.ShouldBeGreaterThan(sure + .05);
    }

    [Fact]
    public void A_photo_like_no_other_is_as_uncertain_as_all_of_them_together()
    {
        float[] errors = [.01f, .04f, .04f];

        FeelingRegression.Expected([0, 0, 0], errors).ShouldBe(Math.Sqrt(.03), 1e-6);
    }

    [Fact]
    public void About_two_thirds_of_new_ratings_fall_within_one_deviation_and_nearly_all_within_two()
    {
        var random = new Random(5);
        var (photos, ratings, themes) = Rated(random, count: 240);
        var trained = new FeelingTrainer(KernelRegressionTrainer.Arousal).Fit(photos, ratings, themes, [.. photos.Select(_ => 1.0)], seed: 1);

        var (others, people, _) = Rated(random, count: 300);
        var agreement = Agreement.Of([.. others.Select(photo => trained.Read(photo))], people);

        agreement.WithinOneDeviation.ShouldBeInRange(.58, .80);
        agreement.WithinTwoDeviations.ShouldBeInRange(.90, .99);
        agreement.R!.Value.ShouldBeGreaterThan(.7);
    }

    [Fact]
    public void No_theme_is_in_two_folds_and_a_seed_draws_the_same_ones_again()
    {
        string[] themes = [.. Enumerable.Range(0, 60).Select(i => $"theme {i % 13}")];

        var folds = ThemeFolds.Draw(themes, folds: 4, seed: 2);

        folds.Distinct().Count().ShouldBe(4);
        themes.Zip(folds).GroupBy(pair => pair.First, StringComparer.Ordinal).ShouldAllBe(theme => theme.Select(pair => pair.Second).Distinct().Count() == 1);
        ThemeFolds.Draw(themes, folds: 4, seed: 2).ShouldBe(folds);
        ThemeFolds.Draw(themes, folds: 4, seed: 3).ShouldNotBe(folds);
    }

    // What people say is a smooth function of the photo, and noise that is no photo's fault.
    private static (float[][] Photos, double[] Ratings, string[] Themes) Rated(Random random, int count)
    {
        float[][] photos = [.. Enumerable.Range(0, count).Select(_ => (float[])[(float)random.NextDouble(), (float)random.NextDouble(), (float)random.NextDouble()])];
        double[] ratings = [.. photos.Select(photo => .2 + (.5 * photo[0] * photo[1]) + (.06 * MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1)))];
        return (photos, ratings, [.. Enumerable.Range(0, count).Select(i => $"theme {i % 40}")]);
    }
}
