using System.Text;
using System.Text.Json;
using CsCheck;
using StoryBeats.Providers.Chat;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.Chat;

public sealed class VibeReadingParserTests
{
    private const string Whole =
        """
        {
          "mood": "serene", "cultural_vibe": "indian", "themes": ["temple", "river"], "keywords": ["dawn", "mist"],
          "description": "A temple by a river at dawn.", "genres": ["indian classical", "ambient"],
          "energy": 0.2, "valence": 0.6, "danceability": 0.25, "acousticness": 0.85, "instrumentalness": 0.4, "tempo": 72,
          "music_style": "flute and tanpura, unhurried"
        }
        """;

    private static readonly ChatPrompt Prompt = Prompts.BuiltIn.Vibe;
    private static readonly VibeReadingParser Parser = new(Prompt);

    [Fact]
    public void A_whole_answer_is_read_as_it_is()
    {
        var reading = Parser.Parse(Whole).ShouldNotBeNull();

        reading.Mood.ShouldBe("serene");
        reading.CulturalVibe.ShouldBe(CulturalVibe.Indian);
        reading.Themes.ShouldBe(["temple", "river"]);
        reading.Keywords.ShouldBe(["dawn", "mist"]);
        reading.Description.ShouldBe("A temple by a river at dawn.");
        reading.Genres.ShouldBe(["indian classical", "ambient"]);
        new[] { reading.Energy, reading.Valence, reading.Danceability, reading.Acousticness, reading.Instrumentalness, reading.Tempo }
            .ShouldBe([.2, .6, .25, .85, .4, 72]);
        reading.MusicStyle.ShouldBe("flute and tanpura, unhurried");
        reading.Notes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("```json\n{0}\n```")]
    [InlineData("Sure! Here is what I see {as asked}:\n\n{0}\n\nTell me if {you} want more.")]
    [InlineData("[{0}]")]
    [InlineData("{\"analysis\": {0}}")]
    [InlineData("<answer>{0}</answer>")]
    public void Fences_prose_and_wrappings_are_read_past(string around)
    {
        var reading = Parser.Parse(around.Replace("{0}", Whole, StringComparison.Ordinal)).ShouldNotBeNull();

        reading.ShouldBeEquivalentTo(Parser.Parse(Whole));
    }

    [Theory]
    [InlineData("\"0.7\"", .7)]
    [InlineData("\"70%\"", .7)]
    [InlineData("\"0,7\"", .7)]
    [InlineData("\" about 0.7 \"", .7)]
    [InlineData("0.7", .7)]
    [InlineData("7e-1", .7)]
    public void Numbers_may_be_text(string said, double expected)
    {
        var reading = Parser.Parse($$"""{"energy": {{said}}}""").ShouldNotBeNull();

        reading.Energy.ShouldBe(expected);
        reading.Notes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1.7", 1, "energy 1.7 counts as 1")]
    [InlineData("-0.2", 0, "energy -0.2 counts as 0")]
    [InlineData("70", .7, "energy 70 counts as 0.7")]
    [InlineData("5000", 1, "energy 5000 counts as 1")]
    public void What_is_out_of_range_is_mended_and_noted(string said, double expected, string note)
    {
        var reading = Parser.Parse($$"""{"energy": {{said}}}""").ShouldNotBeNull();

        reading.Energy.ShouldBe(expected);
        reading.Notes.ShouldBe([note]);
    }

    [Theory]
    [InlineData("\"120 BPM\"", 120)]
    [InlineData("\"~95 bpm\"", 95)]
    [InlineData("240", 180)]
    [InlineData("12", 60)]
    public void A_tempo_is_within_what_songs_have(string said, double expected) =>
        Parser.Parse($$"""{"tempo": {{said}}}""").ShouldNotBeNull().Tempo.ShouldBe(expected);

    [Fact]
    public void One_number_of_a_hundred_shows_that_all_are()
    {
        var reading = Parser.Parse("""{"energy": 85, "valence": 5, "danceability": 0.4}""").ShouldNotBeNull();

        (reading.Energy, reading.Valence, reading.Danceability).ShouldBe((.85, .05, .4));
        reading.Notes.ShouldBe(["energy 85 counts as 0.85", "valence 5 counts as 0.05"]);
    }

    [Theory]
    [InlineData("Indian", CulturalVibe.Indian)]
    [InlineData("  WESTERN. ", CulturalVibe.Western)]
    [InlineData("indian culture", CulturalVibe.Indian)]
    [InlineData("Indo-Western", CulturalVibe.Fusion)]
    [InlineData("indian/western mix", CulturalVibe.Fusion)]
    [InlineData("global (no lean)", CulturalVibe.Global)]
    [InlineData("international", CulturalVibe.Global)]
    [InlineData("non-indian", null)]
    [InlineData("2", null)]
    [InlineData("martian", null)]
    public void Culture_may_be_spelled_loosely(string said, CulturalVibe? expected) =>
        Parser.Parse($$"""{"mood": "calm", "cultural_vibe": {{JsonSerializer.Serialize(said)}}}""").ShouldNotBeNull().CulturalVibe.ShouldBe(expected);

    [Fact]
    public void Other_spellings_of_names_are_the_same_names()
    {
        var reading = Parser.Parse("""{"Mood": "calm", "culturalVibe": "fusion", "Music Style": "soft"}""").ShouldNotBeNull();

        (reading.Mood, reading.CulturalVibe, reading.MusicStyle).ShouldBe(("calm", CulturalVibe.Fusion, "soft"));
    }

    [Fact]
    public void What_is_of_another_kind_is_not_said()
    {
        var reading = Parser.Parse(
            """{"mood": "calm", "energy": [0.7], "valence": {"value": 1}, "tempo": true, "themes": [["a"], {"b": 1}, 3, null], "description": 7, "genres": {}}""").ShouldNotBeNull();

        reading.ShouldBeEquivalentTo(new VibeReading { Mood = "calm" });
    }

    [Fact]
    public void Of_a_field_that_comes_twice_the_first_that_can_be_used_counts() =>
        Parser.Parse("""{"mood": 5, "mood": "calm", "mood": "wild"}""").ShouldNotBeNull().Mood.ShouldBe("calm");

    [Theory]
    [InlineData("")]
    [InlineData("I am sorry, I cannot help with that.")]
    [InlineData("{}")]
    [InlineData("{\"themes\": [\"a\"], \"description\": \"b\"}")]
    [InlineData("{\"mood\": \"calm\", \"energy\": 0.")]
    [InlineData("{\"mood\": \"...\", \"energy\": null}")]
    [InlineData("null")]
    public void An_answer_that_says_nothing_of_mood_or_sound_is_none(string said) => Parser.Parse(said).ShouldBeNull();

    [Fact]
    public void Lists_and_texts_are_bounded()
    {
        var many = JsonSerializer.Serialize(Enumerable.Range(0, 100).Select(number => $"theme {number} {new string('x', 90)}"));
        var reading = Parser.Parse($$"""{"mood": "{{new string('m', 300)}}", "themes": {{many}}, "description": "{{string.Join(' ', Enumerable.Repeat("word", 500))}}"}""").ShouldNotBeNull();

        reading.Mood!.Length.ShouldBeLessThanOrEqualTo(40);
        reading.Themes!.Count.ShouldBe(8);
        reading.Themes.ShouldAllBe(theme => theme.Length <= 40);
        reading.Description!.Length.ShouldBeLessThanOrEqualTo(400);
        reading.Description.ShouldEndWith("word");
    }

    [Fact]
    public void Nothing_that_a_page_could_run_comes_through()
    {
        var reading = Parser.Parse(
            """
            {"mood": "calm<script>alert(1)</script>", "description": "Line one\nline two\u202Ereversed \u0007 <img src=x onerror=alert(1)>",
             "themes": ["<b>sea</b>", "\u200b"], "music_style": "soft, see https://evil.example/x?y=1 or www.evil.example now, javascript:alert(1)"}
            """).ShouldNotBeNull();

        reading.Mood.ShouldBe("calm script alert(1) /script");
        reading.Description.ShouldBe("Line one line tworeversed img src=x onerror=alert(1)");
        reading.Themes.ShouldBe(["b sea /b"]);
        reading.MusicStyle.ShouldBe("soft, see or now,");
        reading.Notes.ShouldBe(["an address of a website was taken out of music style"]);
    }

    [Fact]
    public void A_field_that_repeats_the_prompt_is_left_out()
    {
        var secret = Prompt.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^2].Replace('"', ' ');
        var reading = Parser.Parse(JsonSerializer.Serialize(new { mood = "calm", description = "They told me: " + secret.ToUpperInvariant(), music_style = "soft" })).ShouldNotBeNull();

        reading.Description.ShouldBeNull();
        reading.MusicStyle.ShouldBe("soft");
        reading.Notes.ShouldBe(["description repeated the instructions and was left out"]);
    }

    [Fact]
    public void A_list_that_spells_the_prompt_word_by_word_is_left_out()
    {
        var words = Prompt.Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.All(char.IsLetter)).Skip(3).Take(8);
        var reading = Parser.Parse(JsonSerializer.Serialize(new { mood = "calm", keywords = words })).ShouldNotBeNull();

        reading.Keywords.ShouldBeNull();
        reading.Notes.ShouldBe(["keywords repeated the instructions and was left out"]);
    }

    [Fact]
    public void Escaped_halves_of_a_pair_are_no_text_and_do_no_harm()
    {
        var reading = Parser.Parse("""{"mood": "calm \ud83d", "\udc00": 1, "valence": 0.5}""").ShouldNotBeNull();

        (reading.Mood, reading.Valence).ShouldBe(("calm", .5));
    }

    [Fact]
    public void Mood_and_culture_are_told_as_soon_as_both_are_there()
    {
        const string begun = "```json\n{\"mood\": \"serene\", \"cultural_vibe\": \"indian\"";

        for (var length = 0; length < begun.Length; length++)
            Parser.ParseBegun(begun[..length]).ShouldBeNull();
        Parser.ParseBegun(begun).ShouldNotBeNull().ShouldBeEquivalentTo(new VibeReading { Mood = "serene", CulturalVibe = CulturalVibe.Indian });
    }

    [Fact]
    public void Every_beginning_of_an_answer_says_what_the_whole_says()
    {
        var whole = Parser.Parse(Whole).ShouldNotBeNull();

        for (var length = 0; length <= Whole.Length; length++)
        {
            if (Parser.ParseBegun(Whole[..length]) is not { } begun)
                continue;

            begun.Mood.ShouldBe(whole.Mood);
            begun.CulturalVibe.ShouldBe(whole.CulturalVibe);
            (begun.Energy is null || begun.Energy == whole.Energy).ShouldBeTrue();
            (begun.Description is null || begun.Description == whole.Description).ShouldBeTrue();
        }
    }

    [Fact]
    public void Whatever_is_said_a_reading_is_in_range_and_harmless() => Saying().Sample(said =>
    {
        foreach (var reading in new[] { Parser.Parse(said), Parser.ParseBegun(said) }.OfType<VibeReading>())
            IsHarmless(reading).ShouldBeTrue(said);
    });

    [Fact]
    public void Cut_and_broken_answers_are_read_or_not_and_throw_nothing() => Gen.Select(Gen.Int[0, Whole.Length], Gen.Int[0, Whole.Length], Gen.Char).Sample((cut, place, odd) =>
    {
        var broken = new StringBuilder(Whole);
        if (place < broken.Length)
            broken[place] = odd;
        var said = broken.ToString()[..cut];
        foreach (var reading in new[] { Parser.Parse(said), Parser.ParseBegun(said) }.OfType<VibeReading>())
            IsHarmless(reading).ShouldBeTrue(said);
    });

    private static Gen<string> Saying()
    {
        var text = Gen.OneOf(
            Gen.String,
            Gen.String[Gen.Char["abc <>&\"'\u202e\u200b\u0000\r\n./:@"], 0, 600],
            Gen.OneOf("https://evil.example", "ht<tp://evil.example", "<script>", "hthttps://a b tp://evil.example", "0.7", "70%", "indian"));
        var scalar = Gen.OneOf(
            text.Select(value => JsonSerializer.Serialize(value)),
            Gen.Double.Select(value => double.IsFinite(value) ? JsonSerializer.Serialize(value) : "1e999"),
            Gen.OneOf("null", "true", "{}", "[]", "1e999", "-1", "17", "\"\\ud800\""));
        var value = Gen.OneOf(scalar, scalar.Array[0, 12].Select(items => "[" + string.Join(",", items) + "]"));
        var name = Gen.OneOf(
            "mood", "cultural_vibe", "themes", "keywords", "description", "genres", "energy", "valence", "danceability", "acousticness", "instrumentalness", "tempo", "music_style", "x");
        var json = Gen.Select(name, value).Array[0, 16].Select(fields => "{" + string.Join(",", fields.Select(field => $"\"{field.Item1}\":{field.Item2}")) + "}");
        return Gen.OneOf(text, json, Gen.Select(text, json, text).Select((before, middle, after) => before + middle + after));
    }

    private static bool IsHarmless(VibeReading reading)
    {
        var texts = new[] { reading.Mood, reading.Description, reading.MusicStyle }.OfType<string>()
            .Concat(reading.Themes ?? []).Concat(reading.Keywords ?? []).Concat(reading.Genres ?? []).Concat(reading.Notes).ToList();
        var shares = new[] { reading.Energy, reading.Valence, reading.Danceability, reading.Acousticness, reading.Instrumentalness };
        return shares.All(share => share is null or (>= 0 and <= 1))
            && reading.Tempo is null or (>= 60 and <= 180)
            && texts.All(text => text.Length is > 0 and <= 400
                && !text.Any(character => char.IsControl(character) || character is '<' or '>' or (>= '\u200b' and <= '\u200f') or (>= '\u202a' and <= '\u202e'))
                && !text.Contains("://", StringComparison.Ordinal))
            && (reading.Themes?.Count ?? 0) <= 8
            && (reading.Mood?.Length ?? 0) <= 40
            && (reading.MusicStyle?.Length ?? 0) <= 160;
    }
}
