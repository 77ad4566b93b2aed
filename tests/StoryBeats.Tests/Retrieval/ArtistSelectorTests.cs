using Microsoft.Extensions.Logging.Abstractions;
using StoryBeats.Catalog;
using StoryBeats.Learning;
using StoryBeats.Reranking;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Retrieval;

public sealed class ArtistSelectorTests : IDisposable
{
    private readonly CuratedArtistsFile _curated = new(new DataFiles(null), NullLogger<CuratedArtistsFile>.Instance);

    public void Dispose() => _curated.Dispose();

    [Fact]
    public void Both_sides_are_asked_for_a_mixed_page()
    {
        var artists = new ArtistSelector(_curated).Select(MoodCategory.Peaceful, LanguageMix.For(CulturalVibe.Global, 0), Taste.None, seed: 0);

        artists.Where(artist => artist.Language == Languages.English).Select(artist => artist.Name).ShouldBe(_curated.Current.English(MoodCategory.Peaceful));
        artists.Where(artist => artist.Language == Languages.Hindi).Select(artist => artist.Name).ShouldBe(_curated.Current.Hindi(MoodCategory.Peaceful));
    }

    [Theory]
    [InlineData("English", "Bon Iver", 8)]
    [InlineData("Hindi", "A.R. Rahman", 8)]
    [InlineData("Tamil", "A.R. Rahman", 8)]
    [InlineData("Spanish", null, 0)]
    public void Only_the_side_of_the_languages_wanted_is_asked(string language, string? first, int count)
    {
        var artists = new ArtistSelector(_curated).Select(MoodCategory.Peaceful, LanguageMix.Of([language]), Taste.None, seed: 0);

        artists.Take(1).Select(artist => artist.Name).ShouldBe(first is null ? [] : [first]);
        artists.Count.ShouldBe(count);
    }
}
