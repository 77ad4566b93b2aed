using StoryBeats.Feedback;
using StoryBeats.Learning;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Learning;

public sealed class CrowdTasteTests
{
    private static readonly string[] CampArtists = ["A1", "A2", "B1", "B2"];

    [Fact]
    public async Task What_others_like_in_a_mood_gains_there_and_says_so()
    {
        var taste = await Learner.LearnAsync(Said.Crowd(10, "A", "B", MoodCategory.Romantic), visitor: null, MoodCategory.Romantic);

        var liked = taste.For(Said.Song("A", "Another song"));

        liked.Value.ShouldBePositive();
        liked.Reason.ShouldBe("Others liked this artist for romantic photos");
        taste.For(Said.Song("B", "Another song")).Value.ShouldBeNegative();
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(6, true)]
    public async Task Four_voters_are_not_heard_by_others(int voters, bool heard)
    {
        var taste = await Learner.LearnAsync(Said.Crowd(voters, "A", "B"), visitor: null);

        (Of(taste, "A") > 0).ShouldBe(heard);
    }

    [Fact]
    public void An_effect_grows_with_voters_and_is_shrunk_with_few()
    {
        var few = Build(Said.Crowd(6, "A", "B"));
        var many = Build(Said.Crowd(40, "A", "B"));

        few.ShouldBeInRange(.01, .6);
        many.ShouldBeInRange(few + .2, 1);

        static double Build(IEnumerable<FeedbackEntry> entries) => Learn(entries).Moods[MoodCategory.Happy].Artists["a"].Effect;
    }

    [Fact]
    public void Old_opinions_fade()
    {
        var fresh = Learn(Aged(0)).Moods[MoodCategory.Happy].Artists["a"].Effect;
        var old = Learn(Aged(360)).Moods[MoodCategory.Happy].Artists["a"].Effect;

        old.ShouldBeInRange(0, fresh / 3);

        static IEnumerable<FeedbackEntry> Aged(double days) => Said.Crowd(10, "A", "B").Select(entry => entry with { At = entry.At.AddDays(-days) });
    }

    [Fact]
    public void One_voter_has_one_voice_however_much_they_say()
    {
        var honest = Said.Crowd(10, "A", "B").ToList();
        var loud = honest.Concat(Enumerable.Range(0, 500).SelectMany(i => new[]
        {
            Said.Entry("loud", "A", liked: false, title: $"Song {i}"), Said.Entry("loud", "B", liked: true, title: $"Song {i}"),
        }));

        var before = Learn(honest).Moods[MoodCategory.Happy].Artists["a"].Effect;
        var after = Learn(loud).Moods[MoodCategory.Happy].Artists["a"].Effect;

        (before - after).ShouldBeInRange(0, 2.0 / 10);
    }

    [Fact]
    public void What_may_not_count_for_others_does_not()
    {
        var honest = Said.Crowd(10, "A", "B").ToList();
        var more = honest.Concat(Enumerable.Range(0, 500).Select(i => Said.Entry($"stranger {i}", "A", liked: false, counts: false)));

        Learn(more).ToBytes().ShouldBe(Learn(honest).ToBytes());
    }

    [Fact]
    public void Co_likes_tell_who_is_liked_together_once_there_are_enough_voters()
    {
        Learn(Camps(18)).CoLikes.ShouldBeEmpty();

        var likes = Learn(Camps(40)).CoLikes;

        likes["a1"].Single(other => other.Artist == "a2").Likeness.ShouldBeGreaterThan(.4);
        likes["a1"].Single(other => other.Artist == "b1").Likeness.ShouldBeLessThan(-.4);
    }

    [Fact]
    public async Task Co_likes_reach_artists_that_the_visitor_never_heard()
    {
        FeedbackEntry[] mine = [Said.Like("me", "A1"), Said.Like("me", "A1", "Second"), Said.Dislike("me", "B1")];

        var taste = await Learner.LearnAsync(Camps(60).Concat(mine), "me");

        var unheard = taste.For(Said.Song("A2", "Another song"));
        unheard.Value.ShouldBeGreaterThan(Of(taste, "B2") + .05);
        unheard.Reason.ShouldBe("Liked by people who like A1");
    }

    [Fact]
    public void The_sound_that_others_like_is_learned_from_five_likes_on()
    {
        Learn(Sounds(4)).Moods[MoodCategory.Happy].Offset.ShouldBe(default);
        Learn(Sounds(20)).Moods[MoodCategory.Happy].Offset.Energy.ShouldBeInRange(.02, FeatureOffset.MaxShift);

        static IEnumerable<FeedbackEntry> Sounds(int voters) => Enumerable.Range(0, voters).SelectMany(i => new[]
        {
            Said.Entry($"v{i}", "A", liked: true, features: Songs.Middle with { Energy = .8 }),
            Said.Entry($"v{i}", "B", liked: false, features: Songs.Middle with { Energy = .4 }),
        });
    }

    [Fact]
    public void What_is_learned_survives_being_kept()
    {
        var learned = Learn(Camps(40));

        var read = CrowdTaste.FromBytes(learned.ToBytes());

        read.ShouldNotBeNull().ToBytes().ShouldBe(learned.ToBytes());
        read.CoLikes["a1"].ShouldBe(learned.CoLikes["a1"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("""{"format":2,"voters":3}""")]
    public void Bytes_of_another_version_or_of_nothing_are_learned_anew(string bytes) =>
        CrowdTaste.FromBytes(System.Text.Encoding.UTF8.GetBytes(bytes)).ShouldBeNull();

    [Fact]
    public void What_is_kept_names_no_visitor() =>
        System.Text.Encoding.UTF8.GetString(Learn(Camps(40)).ToBytes()).ShouldNotContain("voter-", Case.Sensitive);

    [Fact]
    public async Task It_learns_anew_only_when_something_was_said()
    {
        using var learner = await new Learner().HearAsync(Said.Crowd(5, "A", "B"));

        (await learner.Source.RefreshAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
        await learner.Feedback.SaveAsync(Said.Like("late", "A"), TestContext.Current.CancellationToken);
        (await learner.Source.RefreshAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        learner.Source.Crowd.Voters.ShouldBe(6);
    }

    // Two camps: one likes the A, the other the B.
    private static IEnumerable<FeedbackEntry> Camps(int voters) => Enumerable.Range(0, voters).SelectMany(i => CampArtists
        .Select(artist => Said.Entry($"voter-{i}", artist, liked: artist[0] == (i % 2 == 0 ? 'A' : 'B'))));

    private static CrowdTaste Learn(IEnumerable<FeedbackEntry> entries)
    {
        var builder = new CrowdTasteBuilder();
        foreach (var entry in entries)
            builder.Add(entry);
        return builder.Build(Said.Now, new LearningOptions());
    }

    private static double Of(Taste taste, string artist) => taste.For(Said.Song(artist, "Another song")).Value;
}
