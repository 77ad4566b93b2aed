using StoryBeats.Catalog;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Vision;

public sealed class VibeCompletionTests
{
    private static readonly VibeCompletion Completion = new(Data.Lexicon);

    private static readonly VibeReading Whole = new()
    {
        Mood = "euphoric",
        CulturalVibe = CulturalVibe.Indian,
        Themes = ["festival"],
        Keywords = ["lights"],
        Description = "A street full of lights.",
        Genres = ["bhangra"],
        Energy = .9,
        Valence = .85,
        Danceability = .8,
        Acousticness = .1,
        Instrumentalness = .05,
        Tempo = 128,
        MusicStyle = "dhol and synths",
    };

    [Fact]
    public void What_a_model_said_counts_and_colours_stay_this_machine_s()
    {
        var local = Analyses.Plain with { Colors = ["#102030"] };

        var analysis = Completion.Complete(Whole, local, "anthropic");

        analysis.Source.ShouldBe("anthropic");
        analysis.Mood.ShouldBe("euphoric");
        analysis.MoodCategory.ShouldBe(Data.Lexicon.Categorize("euphoric", analysis.Target));
        analysis.CulturalVibe.ShouldBe(CulturalVibe.Indian);
        analysis.Target.ShouldBe(new AudioFeatures(.9, .85, .8, .1, .05, 128));
        analysis.Themes.ShouldBe(["festival"]);
        analysis.Description.ShouldBe("A street full of lights.");
        analysis.Colors.ShouldBe(["#102030"]);
        analysis.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void This_machine_s_uncertainty_is_lent_to_a_model_that_sees_the_same_and_to_no_other()
    {
        var local = Analyses.Plain with { TargetDeviation = new VibeUncertainty(.1, .2) };
        var (energy, valence) = (local.Target.Energy, local.Target.Valence);

        Completion.Complete(Whole with { Energy = energy + .11, Valence = valence }, local, "anthropic").TargetDeviation.ShouldBeNull();
        Completion.Complete(Whole with { Energy = energy, Valence = valence - .21 }, local, "anthropic").TargetDeviation.ShouldBeNull();
        Completion.Complete(Whole with { Energy = energy + .09, Valence = valence - .19 }, local, "anthropic").TargetDeviation.ShouldBe(local.TargetDeviation);
        Completion.Complete(Whole with { Energy = null, Valence = null }, local, "anthropic").TargetDeviation.ShouldBe(local.TargetDeviation);
    }

    [Fact]
    public void What_it_left_out_is_filled_field_by_field_and_noted()
    {
        var local = Analyses.Plain with { Themes = ["sea"], MusicStyle = "strings", Target = Songs.Middle with { Tempo = 77 } };
        var reading = Whole with { Tempo = null, Themes = null, MusicStyle = null, Notes = ["energy 1.7 counts as 1."] };

        var analysis = Completion.Complete(reading, local, "openai");

        analysis.Target.ShouldBe(new AudioFeatures(.9, .85, .8, .1, .05, 77));
        analysis.Themes.ShouldBe(["sea"]);
        analysis.MusicStyle.ShouldBe("strings");
        analysis.Notes.ShouldBe(["energy 1.7 counts as 1.", "Openai left out tempo, themes, music_style: this machine's reading stands in."], ignoreOrder: false);
    }

    [Fact]
    public void Without_a_mood_this_machine_s_mood_stands_and_never_a_canned_one()
    {
        var analysis = Completion.Complete(new VibeReading { Energy = .4 }, Analyses.Plain, "far");

        analysis.Mood.ShouldBe(Analyses.Plain.Mood);
        analysis.MoodCategory.ShouldBe(Analyses.Plain.MoodCategory);
        analysis.Notes.ShouldHaveSingleItem().ShouldContain("mood");
    }

    [Fact]
    public void A_slider_left_where_it_is_keeps_the_mood_that_the_model_named()
    {
        var mapping = new VibeMapping(Data.Lexicon);
        var analysis = Completion.Complete(Whole with { Mood = "melancholic", Energy = .3, Valence = .3 }, Analyses.Plain, "far");

        var near = mapping.Retarget(analysis, energy: .33, valence: null);

        near.MoodCategory.ShouldBe(MoodCategory.Melancholic);
    }
}
