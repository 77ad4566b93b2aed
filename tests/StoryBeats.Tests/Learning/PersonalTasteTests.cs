using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Learning;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Learning;

public sealed class PersonalTasteTests
{
    private const string Me = "me";

    [Fact]
    public async Task An_artist_liked_before_gains_and_says_so()
    {
        var taste = await Learner.LearnAsync([Said.Like(Me, "Prateek Kuhad")], Me);

        var effect = taste.For(Said.Song("Prateek Kuhad", "Another song"));

        effect.Value.ShouldBePositive();
        effect.Reason.ShouldBe("You liked Prateek Kuhad before");
    }

    [Fact]
    public async Task An_artist_disliked_loses_and_says_nothing()
    {
        var taste = await Learner.LearnAsync([Said.Dislike(Me, "A")], Me);

        var effect = taste.For(Said.Song("A", "Another song"));

        effect.Value.ShouldBeNegative();
        effect.Reason.ShouldBeNull();
    }

    [Fact]
    public async Task A_song_disliked_never_comes_again_and_the_last_verdict_holds()
    {
        var disliked = Said.Entry(Me, "A", liked: false, title: "Song", daysAgo: 1000);
        var likedLater = Said.Entry(Me, "B", liked: true, title: "Song", daysAgo: 1);

        var taste = await Learner.LearnAsync([disliked, Said.Entry(Me, "B", liked: false, title: "Song", daysAgo: 2), likedLater], Me);

        taste.Unwanted.ShouldBe([TrackKey.From("A", "Song (Live)")]);
    }

    [Fact]
    public async Task A_song_of_the_wrong_mood_may_come_in_another()
    {
        FeedbackEntry[] said = [Said.Dislike(Me, "A", "Song", FeedbackReason.WrongMood)];

        (await Learner.LearnAsync(said, Me, MoodCategory.Happy)).Unwanted.Count.ShouldBe(1);
        (await Learner.LearnAsync(said, Me, MoodCategory.Dreamy)).Unwanted.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_mood_that_it_was_said_in_feels_it_most_and_others_somewhat()
    {
        FeedbackEntry[] said = [Said.Like(Me, "A")];
        var song = Said.Song("A", "Another song");

        var here = (await Learner.LearnAsync(said, Me, MoodCategory.Happy)).For(song).Value;
        var elsewhere = (await Learner.LearnAsync(said, Me, MoodCategory.Dreamy)).For(song).Value;

        elsewhere.ShouldBePositive();
        here.ShouldBeGreaterThan(elsewhere);
    }

    [Fact]
    public async Task Older_opinions_count_less()
    {
        var fresh = await Learner.LearnAsync([Said.Entry(Me, "A", liked: true)], Me);
        var old = await Learner.LearnAsync([Said.Entry(Me, "A", liked: true, daysAgo: 180)], Me);

        Of(old, "A").ShouldBeInRange(.01, .6 * Of(fresh, "A"));
    }

    [Fact]
    public async Task More_opinions_count_more_but_never_beyond_the_bound()
    {
        var once = await Learner.LearnAsync([Said.Like(Me, "A")], Me);
        var often = await Learner.LearnAsync(Enumerable.Range(0, 300).Select(i => Said.Like(Me, "A", $"Song {i}")).Append(Said.Dislike(Me, "B")), Me);

        Of(often, "A").ShouldBeInRange(Of(once, "A") * .5, new LearningOptions().MaxAdjustment);
    }

    [Theory]
    [InlineData(FeedbackReason.NotThisArtist, 1.5, 99)]
    [InlineData(FeedbackReason.Overplayed, 0, .5)]
    [InlineData(FeedbackReason.WrongLanguage, 0, .5)]
    public async Task A_reason_says_whether_the_artist_is_meant(FeedbackReason reason, double least, double most)
    {
        var plain = Of(await Learner.LearnAsync([Said.Dislike(Me, "A")], Me), "A");
        var reasoned = Of(await Learner.LearnAsync([Said.Dislike(Me, "A", reason: reason)], Me), "A");

        (reasoned / plain).ShouldBeInRange(least, most);
    }

    [Fact]
    public async Task Four_likes_say_nothing_of_the_sound_and_five_do()
    {
        var four = await Learner.LearnAsync(Likes(4, .8).Concat(Dislikes(5, .4)), Me);
        var five = await Learner.LearnAsync(Likes(5, .8).Concat(Dislikes(5, .4)), Me);

        four.Offset.ShouldBe(default);
        five.Offset.Energy.ShouldBeInRange(.05, FeatureOffset.MaxShift);
        five.Offset.Valence.ShouldBe(0, 1e-9);
    }

    [Fact]
    public async Task A_catalogue_louder_than_every_photo_is_no_taste()
    {
        var taste = await Learner.LearnAsync(Likes(10, .8).Concat(Dislikes(10, .8)), Me);

        taste.Offset.Energy.ShouldBe(0, 1e-9);
    }

    [Theory]
    [InlineData(FeedbackReason.TooSlow, 1)]
    [InlineData(FeedbackReason.TooFast, -1)]
    public async Task Too_slow_and_too_fast_move_the_sound_at_once(FeedbackReason reason, int direction)
    {
        var taste = await Learner.LearnAsync([Said.Dislike(Me, "A", reason: reason)], Me);

        (taste.Offset.Tempo * direction).ShouldBeInRange(1, FeatureOffset.MaxTempoShift);
        (taste.Offset.Energy * direction).ShouldBeInRange(.01, FeatureOffset.MaxShift);
    }

    [Theory]
    [InlineData(Languages.Hindi, Languages.English, 1)]
    [InlineData(Languages.Punjabi, Languages.English, 1)]
    [InlineData(Languages.English, Languages.Hindi, -1)]
    public async Task The_language_mix_follows_what_is_liked(string liked, string disliked, int direction)
    {
        var said = Enumerable.Range(0, 8).SelectMany(i => new[] { Said.Like(Me, $"A{i}", language: liked), Said.Dislike(Me, $"B{i}", language: disliked) });

        var taste = await Learner.LearnAsync(said, Me);

        (taste.LanguageShift * direction).ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task Songs_shown_lately_step_back()
    {
        var passedOver = Said.Like(Me, "A", "Song") with { Signal = FeedbackSignal.NoReaction, Weight = SignalWeights.NoReaction };

        var taste = await Learner.LearnAsync([passedOver], Me);

        taste.For(Said.Song("A", "Song")).Value.ShouldBeLessThan(taste.For(Said.Song("A", "Other")).Value - .1);
    }

    [Fact]
    public async Task A_verdict_outranks_a_click()
    {
        var click = Said.Entry(Me, "A", liked: true, session: "s").Done(FeedbackSignal.SpotifyClick);
        var dislike = Said.Entry(Me, "A", liked: false, session: "s", daysAgo: 1);

        var taste = await Learner.LearnAsync([click, dislike], Me);

        Of(taste, "A").ShouldBeNegative();
    }

    [Fact]
    public async Task Who_said_nothing_and_hears_of_nobody_has_no_taste() =>
        (await Learner.LearnAsync([], Me)).ShouldBeSameAs(Taste.None);

    private static double Of(Taste taste, string artist) => taste.For(Said.Song(artist, "Another song")).Value;

    private static IEnumerable<FeedbackEntry> Likes(int count, double energy) => Enumerable.Range(0, count)
        .Select(i => Said.Entry(Me, $"A{i}", liked: true, features: Songs.Middle with { Energy = energy }));

    private static IEnumerable<FeedbackEntry> Dislikes(int count, double energy) => Enumerable.Range(0, count)
        .Select(i => Said.Entry(Me, $"B{i}", liked: false, features: Songs.Middle with { Energy = energy }));
}
