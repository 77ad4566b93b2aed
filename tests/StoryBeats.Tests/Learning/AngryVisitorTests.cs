using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Learning;
using StoryBeats.Learning.Simulation;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Sessions;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Tests.Learning;

public sealed class AngryVisitorTests : IDisposable
{
    // The honest and the angry speak of the same songs: by chance other photos get others.
    private const int Seed = 7;

    private const int Honest = 30;
    private const string Angry = "angry";

    private readonly Recommender _recommender = new(new MoodSource(), profile: ScoringProfile.Classic);
    private readonly Learner _learner = new();

    public void Dispose()
    {
        _recommender.Dispose();
        _learner.Dispose();
    }

    [Fact]
    public async Task Five_hundred_dislikes_change_what_the_angry_visitor_sees_and_nothing_that_others_see()
    {
        await HearHonestAsync();
        var (others, own) = (await OthersAsync(), await FirstFiveAsync(Angry, MoodCategory.Happy));

        await _learner.HearAsync(await RageAsync(500, i => (new SessionId($"rage {i / 5}"), new VisitorId(Angry), true)));

        (await OthersAsync()).ShouldBe(others);
        (await FirstFiveAsync(Angry, MoodCategory.Happy)).ShouldNotBe(own);
    }

    [Fact]
    public async Task Sessions_that_do_not_count_change_nothing_that_others_see()
    {
        await HearHonestAsync();
        var others = await OthersAsync();

        await _learner.HearAsync(await RageAsync(500, i => (new SessionId($"rage {i}"), null, false)));

        (await OthersAsync()).ShouldBe(others);
    }

    [Fact]
    public async Task Who_likes_and_dislikes_by_plan_is_one_voice_and_no_more()
    {
        await HearHonestAsync();
        var before = await _learner.TasteAsync(null, MoodCategory.Happy);

        var plan = await RageAsync(500, i => (new SessionId($"plan {i}"), new VisitorId(Angry), true));
        await _learner.HearAsync(plan.Select((entry, i) => i % 2 == 0 ? entry : entry with { Weight = 1 }));

        var after = await _learner.TasteAsync(null, MoodCategory.Happy);
        foreach (var track in await TracksAsync(MoodCategory.Happy))
            Math.Abs(after.For(track).Value - before.For(track).Value).ShouldBeLessThan(new LearningOptions().MaxCrowdAdjustment);
        Math.Abs(after.LanguageShift - before.LanguageShift).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Alone_nobody_is_heard_by_others()
    {
        var others = await OthersAsync();

        await _learner.HearAsync(await RageAsync(500, i => (new SessionId($"rage {i / 5}"), new VisitorId(Angry), true)));

        (await OthersAsync()).ShouldBe(others);
    }

    private async Task<List<string>> OthersAsync()
    {
        var seen = new List<string>();
        foreach (var mood in Enum.GetValues<MoodCategory>())
        {
            foreach (var visitor in new[] { null, "simulated-0", "simulated-1", "simulated-2" })
                seen.Add($"{mood} {visitor}: {string.Join(", ", await FirstFiveAsync(visitor, mood))}");
        }

        return seen;
    }

    private async Task<IReadOnlyList<string>> FirstFiveAsync(string? visitor, MoodCategory mood) =>
        (await RankAsync(await _learner.TasteAsync(visitor, mood), mood)).Take(5).Ids();

    private async Task<IReadOnlyList<ScoredTrack>> RankAsync(Taste taste, MoodCategory mood)
    {
        var photo = Analyses.Plain with { MoodCategory = mood, Target = MoodProfile.For(mood).Typical };
        return (await _recommender.Ranker.RankAsync(photo, new Preferences(), taste, Seed, [], TestContext.Current.CancellationToken)).Tracks;
    }

    private async Task<IReadOnlyList<Track>> TracksAsync(MoodCategory mood) => [.. (await RankAsync(Taste.None, mood)).Select(song => song.Track)];

    // Honest visitors react to the songs of twelve photos each.
    private async Task HearHonestAsync()
    {
        var entries = new List<FeedbackEntry>();
        for (var number = 0; number < Honest; number++)
        {
            var visitor = new SimulatedVisitor(3, number, TasteStrength.Medium);
            for (var round = 0; round < 12; round++)
            {
                var photo = SimulatedPhotos.Take(visitor, round);
                var songs = await _recommender.Ranker.RankAsync(photo, new Preferences(), Taste.None, Seed, [], TestContext.Current.CancellationToken);
                entries.AddRange(SimulatedReactions.To([.. songs.Tracks.Skip(5 * (round % 3)).Take(5)], visitor, photo, round, _ => 0, Said.Now));
            }
        }

        await _learner.HearAsync(entries);
    }

    private async Task<IReadOnlyList<FeedbackEntry>> RageAsync(int count, Func<int, (SessionId Session, VisitorId? Visitor, bool Counts)> who)
    {
        var entries = new List<FeedbackEntry>();
        var moods = Enum.GetValues<MoodCategory>();
        var songs = new List<IReadOnlyList<ScoredTrack>>();
        foreach (var mood in moods)
            songs.Add(await RankAsync(Taste.None, mood));
        for (var i = 0; i < count; i++)
        {
            var mood = i % moods.Length;
            var song = songs[mood][i / moods.Length % songs[mood].Count];
            var (session, visitor, counts) = who(i);
            entries.Add(Said.Entry(Angry, song.Track.Artist, liked: false, moods[mood]) with
            {
                Session = session,
                Visitor = visitor,
                CountsForOthers = counts,
                Song = SimulatedReactions.SongOf(song),
            });
        }

        return entries;
    }
}
