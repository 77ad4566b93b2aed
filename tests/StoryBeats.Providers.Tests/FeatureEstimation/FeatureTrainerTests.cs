using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Providers.FeatureEstimation;

namespace StoryBeats.Providers.Tests.FeatureEstimation;

public sealed class FeatureTrainerTests
{
    // Thirty artists whose songs differ more than they do, and a loud one with some songs.
    private static FeatureModel Trained(int loudSongs) => FeatureTrainer.Train([
        .. Enumerable.Range(0, 240).Select(i => Song($"Artist {i % 30}", .5 + (.05 * ((i % 3) - 1)) + (.25 * ((i / 30 % 3) - 1)))),
        .. Enumerable.Range(0, loudSongs).Select(_ => Song("Loud", .95)),
    ]);

    [Fact]
    public void Two_songs_of_an_artist_move_the_estimate_little_and_forty_much()
    {
        var (few, many) = (Energy(Trained(2), "Loud"), Energy(Trained(40), "Loud"));

        few.ShouldBeInRange(Energy(Trained(2), "Nobody") + .02, .75);
        many.ShouldBeInRange(.85, .95);
    }

    [Fact]
    public void What_is_known_of_one_song_alone_is_not_kept()
    {
        Trained(1).Knows(TrackKey.Fold("Loud")).ShouldBeFalse();
        Trained(2).Knows(TrackKey.Fold("Loud")).ShouldBeTrue();
    }

    [Fact]
    public void A_feature_that_no_song_has_is_estimated_as_nothing_and_disturbs_no_other()
    {
        var model = Trained(40);

        model.Estimate([]).Features.Instrumentalness.ShouldBe(.5);
        model.Estimate([]).Features.Energy.ShouldBeInRange(.45, .7);
    }

    [Fact]
    public void The_same_songs_give_the_same_file_byte_for_byte()
    {
        using var folder = new TempFolder();
        var (first, second) = (Path.Combine(folder.Path, "1.json"), Path.Combine(folder.Path, "2.json"));

        FeatureModelFile.Save(Trained(5), first);
        FeatureModelFile.Save(Trained(5), second);

        File.ReadAllBytes(first).ShouldBe(File.ReadAllBytes(second));
    }

    private static double Energy(FeatureModel model, string artist) => model.Estimate([new(FeatureClue.Artist, TrackKey.Fold(artist))]).Features.Energy;

    private static TeachingSong Song(string artist, double energy)
    {
        var track = new Track { Id = default, Title = "Song", Artist = artist, Language = "" };
        return new TeachingSong(track, [new(FeatureClue.Artist, track.ArtistKey)], [energy, .5, .5, .5, double.NaN, 120], Weight: 1);
    }
}
