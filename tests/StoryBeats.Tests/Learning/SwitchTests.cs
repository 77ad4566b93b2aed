using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Learning;
using StoryBeats.Tests.Support;

namespace StoryBeats.Tests.Learning;

public sealed class SwitchTests
{
    private static readonly Dictionary<string, Action<LearningOptions, bool>> Switches = new(StringComparer.Ordinal)
    {
        [nameof(LearningOptions.ArtistPreference)] = (options, on) => options.ArtistPreference = on,
        [nameof(LearningOptions.FeaturePreference)] = (options, on) => options.FeaturePreference = on,
        [nameof(LearningOptions.LanguageMix)] = (options, on) => options.LanguageMix = on,
        [nameof(LearningOptions.ArtistSelection)] = (options, on) => options.ArtistSelection = on,
        [nameof(LearningOptions.CoLikes)] = (options, on) => options.CoLikes = on,
        [nameof(LearningOptions.Freshness)] = (options, on) => options.Freshness = on,
    };

    // What each switch alone may change of a taste.
    private static readonly Dictionary<string, Func<Taste, bool>> Does = new(StringComparer.Ordinal)
    {
        [nameof(LearningOptions.ArtistPreference)] = taste => taste.Artists.GetValueOrDefault("a1").Reason == "You liked A1 before",
        [nameof(LearningOptions.FeaturePreference)] = taste => taste.Offset != default,
        [nameof(LearningOptions.LanguageMix)] = taste => taste.LanguageShift != 0,
        [nameof(LearningOptions.ArtistSelection)] = taste => taste.Beliefs.Count > 0,
        [nameof(LearningOptions.CoLikes)] = taste => taste.Artists.GetValueOrDefault("a2").Reason == "Liked by people who like A1",
        [nameof(LearningOptions.Freshness)] = taste => taste.Seen.Count > 0,
    };

    public static TheoryData<string> Names => [.. Switches.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_switch_does_something_and_only_its_own_thing(string name)
    {
        var without = await Learner.LearnAsync(Everything(), "me", options: Set(all: true, except: name));
        var alone = await Learner.LearnAsync(Everything(), "me", options: Set(all: false, except: name));

        Does.Where(does => does.Value(without)).Select(does => does.Key).ShouldNotContain(name, StringComparer.Ordinal);
        Does.Where(does => does.Value(alone)).Select(does => does.Key).ShouldBe([name]);
    }

    [Fact]
    public async Task Switched_off_altogether_nothing_is_learned()
    {
        using var learner = await new Learner(new LearningOptions { Enabled = false }).HearAsync(Everything());

        (await learner.TasteAsync("me")).ShouldBeSameAs(Taste.None);
        learner.Source.Crowd.ShouldBeSameAs(CrowdTaste.Empty);
    }

    private static LearningOptions Set(bool all, string except)
    {
        var options = new LearningOptions();
        foreach (var (name, set) in Switches)
            set(options, name == except ? !all : all);
        return options;
    }

    // Two camps, and a visitor of the first who likes it loud and in Hindi.
    private static IEnumerable<FeedbackEntry> Everything()
    {
        for (var i = 0; i < 40; i++)
        {
            foreach (var camp in (char[])['A', 'B'])
            {
                yield return Said.Entry($"v{i}", $"{camp}1", liked: camp == (i % 2 == 0 ? 'A' : 'B'));
                yield return Said.Entry($"v{i}", $"{camp}2", liked: camp == (i % 2 == 0 ? 'A' : 'B'));
            }
        }

        for (var i = 0; i < 8; i++)
        {
            yield return Said.Entry("me", i < 2 ? "A1" : $"H{i}", liked: true, title: $"Song {i}", language: Languages.Hindi, features: Songs.Middle with { Energy = .8 });
            yield return Said.Entry("me", i < 2 ? "B1" : $"E{i}", liked: false, title: $"Song {i}", language: Languages.English, features: Songs.Middle with { Energy = .4 });
        }
    }
}
