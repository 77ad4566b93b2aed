using Microsoft.Extensions.Logging.Abstractions;
using StoryBeats.Catalog;
using StoryBeats.Learning;
using StoryBeats.Reranking;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Learning;

public sealed class ThompsonSamplingTests : IDisposable
{
    private const int Photos = 200;

    private static readonly LanguageMix Mix = LanguageMix.For(CulturalVibe.Global, 0);

    private readonly CuratedArtistsFile _curated = new(new DataFiles(null), NullLogger<CuratedArtistsFile>.Instance);

    public void Dispose() => _curated.Dispose();

    [Fact]
    public void The_same_seed_asks_the_same_artists()
    {
        var taste = Believing(("Bon Iver", 1, 4), ("Newcomer", 4, 1));

        Select(taste, seed: 5).ShouldBe(Select(taste, seed: 5));
        Enumerable.Range(0, 20).Select(seed => string.Join('|', Select(taste, seed))).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Who_pleases_is_asked_often_and_who_does_not_seldom()
    {
        var taste = Believing(("Newcomer", 20, 1), ("Bon Iver", 0, 40));

        Asked(taste, "Newcomer").ShouldBeGreaterThan(.7);
        Asked(taste, "Bon Iver").ShouldBeLessThan(.2);
    }

    [Fact]
    public void Who_is_little_known_is_asked_now_and_then()
    {
        Asked(Believing(("Newcomer", 1.2, 1)), "Newcomer").ShouldBeInRange(.01, .9);
    }

    [Fact]
    public void Who_is_disliked_on_balance_and_not_curated_is_not_asked() =>
        Asked(Believing(("Newcomer", 1, 1.5)), "Newcomer").ShouldBe(0);

    [Fact]
    public void Never_more_than_eight_a_side() =>
        Select(Believing([.. Enumerable.Range(0, 30).Select(i => ($"Newcomer {i}", 9.0, 1.0))]), seed: 1).Count.ShouldBe(2 * ArtistSelector.PerSide);

    [Fact]
    public void Languages_set_outright_ask_nobody_who_sings_otherwise() =>
        new ArtistSelector(_curated).Select(MoodCategory.Peaceful, LanguageMix.Of(["Hindi"]), Believing(("Newcomer", 50, 1)), seed: 1)
            .ShouldNotContain(artist => artist.Name == "Newcomer");

    private double Asked(Taste taste, string artist) =>
        Enumerable.Range(0, Photos).Count(seed => Select(taste, seed).Contains(artist, StringComparer.Ordinal)) / (double)Photos;

    private IReadOnlyList<string> Select(Taste taste, int seed) =>
        [.. new ArtistSelector(_curated).Select(MoodCategory.Peaceful, Mix, taste, seed).Select(artist => artist.Name)];

    private static Taste Believing(params (string Name, double Liked, double Disliked)[] beliefs) => new()
    {
        Beliefs = beliefs.ToDictionary(
            belief => TrackKey.Fold(belief.Name), belief => new ArtistBelief(belief.Name, Languages.English, belief.Liked, belief.Disliked), StringComparer.Ordinal),
    };
}
