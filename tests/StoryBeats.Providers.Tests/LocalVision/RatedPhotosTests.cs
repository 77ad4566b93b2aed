using StoryBeats.Providers.LocalVision;

namespace StoryBeats.Providers.Tests.LocalVision;

public sealed class RatedPhotosTests
{
    private const string Header = "image,theme,category,valence_mean,valence_sd,arousal_mean,arousal_sd\n";

    [Fact]
    public void Ratings_from_1_to_7_become_0_to_1()
    {
        using var folder = new TempFolder();
        folder.Write("a.jpg", "x");
        var ratings = folder.Write("ratings.csv", Header + "a.jpg,Lake,Scenery,7,1,1,1\n");

        var photo = RatedPhotos.Load(ratings, folder.Path).ShouldHaveSingleItem();

        photo.Valence.ShouldBe(1);
        photo.Arousal.ShouldBe(0);
        photo.Theme.ShouldBe("lake");
    }

    [Theory]
    [InlineData("b.jpg,Lake,Scenery,4,1,4,1", "there is no photo")]
    [InlineData("a.jpg,Lake,Scenery,8,1,4,1", "valence_mean is not within 1 and 7")]
    public void A_row_that_cannot_be_used_is_named(string row, string message)
    {
        using var folder = new TempFolder();
        folder.Write("a.jpg", "x");
        var ratings = folder.Write("ratings.csv", Header + row + "\n");

        Should.Throw<InvalidDataException>(() => RatedPhotos.Load(ratings, folder.Path)).Message.ShouldContain(message);
    }

    [Fact]
    public void A_table_without_the_columns_is_refused()
    {
        using var folder = new TempFolder();
        var ratings = folder.Write("ratings.csv", "image,theme\n");

        Should.Throw<InvalidDataException>(() => RatedPhotos.Load(ratings, folder.Path)).Message.ShouldContain("valence_mean");
    }
}
