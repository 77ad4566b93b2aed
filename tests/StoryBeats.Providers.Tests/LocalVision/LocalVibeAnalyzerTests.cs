using StoryBeats.Providers.LocalVision;
using StoryBeats.Providers.ZeroShot;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.LocalVision;

public sealed class LocalVibeAnalyzerTests
{
    [Fact]
    public async Task A_photo_read_on_this_machine_says_how_far_off_the_sound_may_be_on_the_songs_scale()
    {
        var lexicon = MoodLexicon.Load(Path.Combine(AppContext.BaseDirectory, "data", "mood-lexicon.json"));
        using var features = new PhotoFeatures(LocalVisionFiles.BackboneFolder);
        var photo = RenderedPhotos.Open(RenderedPhotos.Sky());

        var analysis = await new LocalVibeAnalyzer(features, VisionHead.Load(LocalVisionFiles.HeadPath), new VibeMapping(lexicon), lexicon, ActiveModel.None).AnalyzeAsync(photo, TestContext.Current.CancellationToken);

        // Never more than songs differ from each other, and never nothing: no reading is sure.
        var deviation = analysis.TargetDeviation.ShouldNotBeNull();
        deviation.Energy.ShouldBeInRange(.08, VibeMapping.SongSpread);
        deviation.Valence.ShouldBeInRange(.08, VibeMapping.SongSpread);
    }

    [Fact]
    public void The_less_a_reading_says_the_nearer_its_deviation_comes_to_that_of_all_songs()
    {
        var scale = new SongScale(Mean: .6, Spread: .1);

        var (sure, unsure) = (scale.Place(new Feeling(.7, .05)), scale.Place(new Feeling(.7, .2)));

        sure.Value.ShouldBe(unsure.Value);
        sure.Value.ShouldBeGreaterThan(scale.Place(new Feeling(.6, .05)).Value);
        scale.Place(new Feeling(.6, .05)).Value.ShouldBe(VibeMapping.SongCentre, 1e-9);
        sure.Deviation.ShouldBe(VibeMapping.SongSpread * .05 / Math.Sqrt(.0125), 1e-9);
        unsure.Deviation.ShouldBeInRange(sure.Deviation, VibeMapping.SongSpread);
    }
}
