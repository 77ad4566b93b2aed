using CsCheck;
using StoryBeats.Photos;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Vision;

/// <summary>Behaviours and directions; the constants are docs/vision.md's business.</summary>
public sealed class VibeMappingTests
{
    private static readonly PhotoColors Plain = new(.5, .25, .25, 0, ["#808080"]);

    private static readonly VibeMapping Mapping = new(Data.Lexicon);

    [Theory]
    [InlineData(.80, .90, MoodCategory.Energetic)]
    [InlineData(.20, .30, MoodCategory.Melancholic)]
    [InlineData(.50, .30, MoodCategory.Peaceful)]
    [InlineData(.50, .50, MoodCategory.Nostalgic)]
    public void Without_themes_the_mood_is_where_valence_and_energy_are(double valence, double energy, MoodCategory expected)
    {
        var analysis = Mapping.Map(valence, energy, [], Plain, "test");

        analysis.MoodCategory.ShouldBe(expected);
    }

    [Theory]
    [InlineData("couple", MoodCategory.Romantic)]
    [InlineData("sad face", MoodCategory.Melancholic)]
    [InlineData("galaxy", MoodCategory.Dreamy)]
    [InlineData("railroad", MoodCategory.Nostalgic)]
    [InlineData("thunderstorm", MoodCategory.Moody)]
    public void A_strong_theme_wins_where_the_feeling_is_between_moods(string seen, MoodCategory expected)
    {
        var (energy, valence) = Between(expected);

        var analysis = Mapping.Map(valence, energy, [Theme(seen)], Plain, "test");

        analysis.MoodCategory.ShouldBe(expected);
    }

    [Theory]
    [InlineData("couple")]
    [InlineData("galaxy")]
    public void A_theme_does_not_turn_a_feeling_into_its_opposite(string seen)
    {
        var analysis = Mapping.Map(valence: .85, energy: .95, [Theme(seen)], Plain, "test");

        analysis.Target.Energy.ShouldBeGreaterThan(.6);
        analysis.Target.Valence.ShouldBeGreaterThan(.6);
    }

    [Fact]
    public void A_reader_that_knows_moods_has_its_say_as_a_theme_has()
    {
        var (energy, valence) = Between(MoodCategory.Romantic);
        double[] moods = [.. MoodProfile.All.Select(mood => mood.Category is MoodCategory.Romantic ? 1.0 : 0)];

        var analysis = Mapping.Map(valence, energy, [], Plain, "test", moods: moods);

        analysis.MoodCategory.ShouldBe(MoodCategory.Romantic);
        analysis.MoodEvidence[(int)MoodCategory.Romantic].ShouldBe(4);
    }

    public static TheoryData<PhotoColors, MoodCategory> Lights => new()
    {
        { new(.10, .25, .25, 0, []), MoodCategory.Moody },
        { new(.75, .05, .25, 0, []), MoodCategory.Dreamy },
        { new(.50, .25, .15, .20, []), MoodCategory.Nostalgic },
        { new(.40, .25, .65, .35, []), MoodCategory.Romantic },
        { new(.70, .25, .70, 0, []), MoodCategory.Happy },
    };

    [Theory]
    [MemberData(nameof(Lights))]
    public void Light_never_speaks_against_its_mood_and_somewhere_decides_for_it(PhotoColors light, MoodCategory mood)
    {
        var places = (from energy in Enumerable.Range(0, 21) from valence in Enumerable.Range(0, 21) select (energy / 20.0, valence / 20.0)).ToList();

        var plain = places.Where(place => Mood(place, Plain) == mood).ToHashSet();
        var lit = places.Where(place => Mood(place, light) == mood).ToHashSet();

        plain.ShouldBeSubsetOf(lit);
        lit.Count.ShouldBeGreaterThan(plain.Count);

        static MoodCategory Mood((double Energy, double Valence) place, PhotoColors colors) =>
            Mapping.Map(place.Valence, place.Energy, [], colors, "test").MoodCategory;
    }

    [Fact]
    public void Everything_stays_in_range_and_in_its_mood() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, .5], Gen.Double[0, 1], Gen.Double[-1, 1])
            .Sample((valence, energy, luminance, contrast, saturation, warmth) =>
            {
                var colors = new PhotoColors(luminance, contrast, saturation, warmth, []);

                var analysis = Mapping.Map(valence, energy, [Theme("sunset")], colors, "test");

                var target = analysis.Target;
                new[] { target.Energy, target.Valence, target.Danceability, target.Acousticness, target.Instrumentalness }
                    .ShouldAllBe(value => value >= 0 && value <= 1);
                target.Tempo.ShouldBeInRange(60, 180);
                Data.Lexicon.Categorize(analysis.Mood, default).ShouldBe(analysis.MoodCategory);
                analysis.Keywords.Count.ShouldBeLessThanOrEqualTo(8);
                analysis.Keywords.ShouldBeUnique(StringComparer.Ordinal);
            });

    [Fact]
    public void More_energy_read_never_asks_for_slower_or_calmer_songs() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, .9]).Sample((valence, energy) =>
        {
            var calmer = Mapping.Map(valence, energy, [], Plain, "test").Target;

            var livelier = Mapping.Map(valence, energy + .1, [], Plain, "test").Target;

            livelier.Energy.ShouldBeGreaterThanOrEqualTo(calmer.Energy - 1e-9);
        });

    [Fact]
    public void A_reading_shows_what_was_seen_and_who_read_it()
    {
        var colors = Plain with { Luminance = .2, Warmth = .2, Palette = ["#ff8800", "#112233"] };

        var analysis = Mapping.Map(.6, .4, [Theme("sunset"), Theme("beach"), Theme("sunset")], colors, "test");

        analysis.Source.ShouldBe("test");
        analysis.Themes.ShouldBe(["sunset", "beach"]);
        analysis.Keywords.Take(2).ShouldBe(["sunset", "beach"]);
        analysis.Keywords.ShouldContain("sea", StringComparer.Ordinal);
        analysis.Colors.ShouldBe(["#ff8800", "#112233"]);
        analysis.Genres.ShouldBe(Data.Lexicon.Moods[analysis.MoodCategory].Genres);
        analysis.MusicStyle.ShouldBe(Data.Lexicon.Moods[analysis.MoodCategory].Style);
        analysis.Description.ShouldContain("sunset");
        analysis.CulturalVibe.ShouldBeNull();
        analysis.Notes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(.1, "dark")]
    [InlineData(.9, "bright")]
    public void Light_is_named_in_keywords_and_description(double luminance, string word)
    {
        var analysis = Mapping.Map(.5, .5, [], Plain with { Luminance = luminance }, "test");

        analysis.Keywords.ShouldContain(word, StringComparer.Ordinal);
        analysis.Description.ShouldContain(word);
    }

    [Fact]
    public void Retarget_without_a_wish_changes_nothing()
    {
        var analysis = Mapping.Map(.6, .4, [Theme("sunset")], Plain, "test");

        var same = Mapping.Retarget(analysis, energy: null, valence: null);

        same.ShouldBeSameAs(analysis);
    }

    [Theory]
    [InlineData(.95, .80, MoodCategory.Energetic)]
    [InlineData(.25, .15, MoodCategory.Melancholic)]
    [InlineData(.28, .50, MoodCategory.Romantic)]
    public void Retarget_takes_mood_and_sound_from_the_visitor_and_keeps_what_is_seen(double energy, double valence, MoodCategory expected)
    {
        var analysis = Mapping.Map(.6, .4, [Theme("couple")], Plain, "test") with { CulturalVibe = CulturalVibe.Indian, Notes = ["before"] };

        var wished = Mapping.Retarget(analysis, energy, valence);

        wished.MoodCategory.ShouldBe(expected);
        Data.Lexicon.Categorize(wished.Mood, default).ShouldBe(expected);
        wished.Target.Energy.ShouldBe(energy, 1e-9);
        wished.Target.Valence.ShouldBe(valence, 1e-9);
        wished.Genres.ShouldBe(Data.Lexicon.Moods[expected].Genres);
        wished.Themes.ShouldBe(["couple"]);
        wished.Description.ShouldStartWith(analysis.Scene);
        wished.CulturalVibe.ShouldBe(CulturalVibe.Indian);
        wished.Notes.Count.ShouldBe(3);
        wished.Notes[0].ShouldBe("before");
    }

    [Theory]
    [InlineData("couple")]
    [InlineData("sunset")]
    [InlineData("lake")]
    [InlineData("galaxy")]
    [InlineData("party")]
    [InlineData("graveyard")]
    public void A_slider_left_where_the_reading_put_it_changes_neither_mood_nor_words(string seen)
    {
        var analysis = Mapping.Map(.55, .5, [Theme(seen)], Plain, "test");

        var wished = Mapping.Retarget(analysis, analysis.Target.Energy, analysis.Target.Valence);

        wished.MoodCategory.ShouldBe(analysis.MoodCategory);
        wished.Mood.ShouldBe(analysis.Mood);
        wished.Description.ShouldBe(analysis.Description);
    }

    [Theory]
    [InlineData(.9, null, "Energy")]
    [InlineData(null, .9, "Valence")]
    public void Retarget_by_one_slider_keeps_the_other_value_and_notes_the_choice(double? energy, double? valence, string named)
    {
        var analysis = Mapping.Map(.4, .4, [], Plain, "test");

        var wished = Mapping.Retarget(analysis, energy, valence);

        wished.Target.Energy.ShouldBe(energy ?? analysis.Target.Energy, 1e-9);
        wished.Target.Valence.ShouldBe(valence ?? analysis.Target.Valence, 1e-9);
        wished.Notes.ShouldHaveSingleItem().ShouldStartWith(named);
    }

    [Fact]
    public void Retarget_stays_in_range() => Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]).Sample((energy, valence) =>
    {
        var wished = Mapping.Retarget(Mapping.Map(.5, .5, [], Plain, "test"), energy, valence).Target;

        new[] { wished.Energy, wished.Valence, wished.Danceability, wished.Acousticness, wished.Instrumentalness }
            .ShouldAllBe(value => value >= 0 && value <= 1);
        wished.Tempo.ShouldBeInRange(60, 180);
    });

    [Fact]
    public void How_far_off_a_reading_may_be_stays_with_it_and_a_visitors_own_value_is_sure()
    {
        var analysis = Mapping.Map(.5, .5, [], Plain, "test", new VibeUncertainty(Energy: .1, Valence: .2));

        analysis.TargetDeviation.ShouldBe(new VibeUncertainty(.1, .2));
        Mapping.Retarget(analysis, energy: .9, valence: null).TargetDeviation.ShouldBe(new VibeUncertainty(0, .2));
        Mapping.Retarget(analysis, energy: null, valence: .1).TargetDeviation.ShouldBe(new VibeUncertainty(.1, 0));
        Mapping.Retarget(analysis, energy: .5, valence: null).TargetDeviation.ShouldBe(new VibeUncertainty(0, .2));
    }

    [Fact]
    public void A_mood_that_the_visitor_named_makes_the_reading_surer()
    {
        var felt = Mapping.Correct(Mapping.Map(.5, .5, [], Plain, "test", new VibeUncertainty(.1, .2)), MoodCategory.Happy).TargetDeviation.ShouldNotBeNull();

        felt.Energy.ShouldBeInRange(.01, .09);
        felt.Valence.ShouldBeInRange(.01, .19);
    }

    [Fact]
    public void A_reader_that_does_not_say_how_sure_it_is_leaves_it_open()
    {
        var analysis = Mapping.Map(.5, .5, [], Plain, "test");

        analysis.TargetDeviation.ShouldBeNull();
        Mapping.Retarget(analysis, .9, .1).TargetDeviation.ShouldBeNull();
        Mapping.Correct(analysis, MoodCategory.Happy).TargetDeviation.ShouldBeNull();
    }

    private static ThemeEntry Theme(string seen) => Data.Lexicon.Theme(seen)!;

    // Half way from a mood to the middle of the plane.
    private static (double Energy, double Valence) Between(MoodCategory mood)
    {
        var typical = MoodProfile.For(mood).Typical;
        return ((typical.Energy + .5) / 2, (typical.Valence + .5) / 2);
    }
}
