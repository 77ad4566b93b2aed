using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.SecondLook;
using StoryBeats.Tests.Photos;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.SecondLook;

public sealed class SecondLookTests
{
    private static readonly VibeReading Reading = new() { Mood = "nostalgic", CulturalVibe = CulturalVibe.Global };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_more_follow_the_model_s_order_and_keep_the_language_mix()
    {
        var judge = PromptedJudge.Reverse();
        using var recommender = Recommender(judge);
        var (result, job, before) = await AnsweredAsync(recommender);

        await recommender.Looker.LookAsync(job, Cancellation);

        var session = (await recommender.Sessions.FindAsync(result.SessionId, Cancellation)).ShouldNotBeNull();
        session.Ranked.Take(5).Ids().ShouldBe(result.Songs.Ids());
        foreach (var (now, then) in session.Ranked.Skip(5).Chunk(5).Zip(before.Skip(5).Chunk(5)))
        {
            now.Select(song => song.Track.Language).Order(StringComparer.Ordinal).ShouldBe(then.Select(song => song.Track.Language).Order(StringComparer.Ordinal));
            now.Select(song => song.Opinion!.Confidence).ShouldBeInOrder(SortDirection.Descending);
        }

        foreach (var language in before.Skip(5).GroupBy(song => song.Track.Language, StringComparer.Ordinal))
            session.Ranked.Skip(5).Where(song => song.Track.Language == language.Key).Ids().ShouldBe(language.Reverse().Ids());
        session.Ranked.ShouldAllBe(song => song.Opinion!.Reader == "far");
        // The best of those not on show comes next, and says why.
        session.Ranked[5].Track.Id.ShouldBe(before[^1].Track.Id);
        session.Ranked[5].Opinion!.Reason.ShouldBe("Because of the light.");
        session.Ranked.Count(song => song.Opinion!.Reason is not null).ShouldBe(1);
        judge.Shown.ShouldBe(5);
        recommender.Metering.Sum("storybeats.second_looks", "outcome", "ordered").ShouldBe(1);
        judge.Jpeg.Span[..3].ToArray().ShouldBe([0xff, 0xd8, 0xff]);
        recommender.SecondLooks.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Songs_shown_while_the_model_looks_stay_where_they_were_shown()
    {
        Recommender? own = null;
        SessionIdBox box = new();
        var judge = new PromptedJudge(async (songs, token) =>
        {
            await own!.More.NextAsync(box.Id, token);
            return await PromptedJudge.Reverse().JudgeAsync(default, Analyses.Plain, songs, 5, token);
        });
        using var recommender = own = Recommender(judge);
        var (result, job, before) = await AnsweredAsync(recommender);
        box.Id = result.SessionId;

        await recommender.Looker.LookAsync(job, Cancellation);

        var session = (await recommender.Sessions.FindAsync(result.SessionId, Cancellation)).ShouldNotBeNull();
        session.Shown.ShouldBe(10);
        session.Ranked.Take(10).Ids().ShouldBe(before.Take(10).Ids());
        session.Ranked.Ids().ShouldNotBe(before.Ids());
    }

    [Fact]
    public async Task A_corrected_mood_is_not_overruled()
    {
        Recommender? own = null;
        SessionIdBox box = new();
        var judge = new PromptedJudge(async (songs, token) =>
        {
            var session = (await own!.Sessions.FindAsync(box.Id, token))!;
            var felt = Analyses.Plain with { MoodCategory = MoodCategory.Energetic };
            await own.Sessions.ChangeAsync(session with { Analysis = felt, Ranked = [.. session.Ranked.Take(5), Songs.Scored("other")] }, token);
            return await PromptedJudge.Reverse().JudgeAsync(default, Analyses.Plain, songs, 5, token);
        });
        using var recommender = own = Recommender(judge);
        var (result, job, _) = await AnsweredAsync(recommender);
        box.Id = result.SessionId;

        await recommender.Looker.LookAsync(job, Cancellation);

        var session = (await recommender.Sessions.FindAsync(result.SessionId, Cancellation)).ShouldNotBeNull();
        session.Ranked.Skip(5).Ids().ShouldBe(["other"]);
        recommender.Metering.Sum("storybeats.second_looks", "outcome", "unwanted").ShouldBe(1);
    }

    [Fact]
    public async Task A_forgotten_session_s_photo_goes_nowhere()
    {
        var judge = PromptedJudge.Reverse();
        using var recommender = Recommender(judge);
        var (result, job, _) = await AnsweredAsync(recommender);
        await recommender.Sessions.ForgetAsync(result.SessionId, Cancellation);

        await recommender.Looker.LookAsync(job, Cancellation);

        judge.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task Cancelling_ends_a_look_that_is_under_way()
    {
        var looking = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var recommender = Recommender(new PromptedJudge(async (_, token) =>
        {
            looking.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("Not reached.");
        }));
        var (result, job, before) = await AnsweredAsync(recommender);

        var look = recommender.Looker.LookAsync(job, Cancellation);
        await looking.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        recommender.SecondLooks.Cancel(result.SessionId);
        await look.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        recommender.Metering.Sum("storybeats.second_looks", "outcome", "unwanted").ShouldBe(1);
        (await recommender.Sessions.FindAsync(result.SessionId, Cancellation)).ShouldNotBeNull().Ranked.ShouldBe(before);
    }

    [Fact]
    public async Task A_model_that_fails_leaves_the_songs_as_they_were()
    {
        using var recommender = Recommender(new PromptedJudge((_, _) => throw new VibeReaderException(ReaderStatus.Refused, "would not")));
        var (result, job, before) = await AnsweredAsync(recommender);

        await recommender.Looker.LookAsync(job, Cancellation);

        recommender.Metering.Sum("storybeats.second_looks", "outcome", "refused").ShouldBe(1);
        (await recommender.Sessions.FindAsync(result.SessionId, Cancellation)).ShouldNotBeNull().Ranked.ShouldBe(before);
    }

    [Fact]
    public async Task What_does_not_fit_is_dropped_and_counted_and_keeps_nobody_waiting()
    {
        using var recommender = Recommender(PromptedJudge.Reverse());
        await using var jobs = recommender.SecondLooks.TakeAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var taking = jobs.MoveNextAsync();
        await AnswerAsync(recommender);
        (await taking).ShouldBeTrue();

        // One may wait beside the two that may be under way.
        for (var i = 0; i < 4; i++)
            await AnswerAsync(recommender);

        recommender.Metering.Sum("storybeats.second_looks", "outcome", "dropped_full").ShouldBe(2);
        recommender.SecondLooks.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_deleted_session_gives_its_place_and_its_photo_back_at_once()
    {
        using var recommender = Recommender(PromptedJudge.Reverse());
        var jobs = recommender.SecondLooks.TakeAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var taking = jobs.MoveNextAsync();
        var first = await AnswerAsync(recommender);
        (await taking).ShouldBeTrue();
        var job = jobs.Current;
        await AnswerAsync(recommender);
        await AnswerAsync(recommender);

        recommender.SecondLooks.Cancel(first.SessionId);

        job.Jpeg.IsEmpty.ShouldBeTrue();
        recommender.SecondLooks.Count.ShouldBe(2);
        await AnswerAsync(recommender);
        recommender.SecondLooks.Count.ShouldBe(3);
        recommender.Metering.Sum("storybeats.second_looks", "outcome", "unwanted").ShouldBe(1);
    }

    [Fact]
    public async Task What_waits_when_the_program_ends_is_dropped_on_purpose()
    {
        using var recommender = Recommender(PromptedJudge.Reverse());
        using var stopping = new CancellationTokenSource();
        var jobs = recommender.SecondLooks.TakeAllAsync(stopping.Token).GetAsyncEnumerator(Cancellation);
        var taking = jobs.MoveNextAsync();
        await AnswerAsync(recommender);
        await taking;
        await AnswerAsync(recommender);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (recommender.SecondLooks.Count < 2)
            await Task.Delay(5, patience.Token);

        await stopping.CancelAsync();
        await jobs.DisposeAsync();
        // Its photo may have been made small just then.
        while (recommender.SecondLooks.Count > 1)
            await Task.Delay(5, patience.Token);

        recommender.Metering.Sum("storybeats.second_looks", "outcome", "dropped_at_stop").ShouldBe(1);
    }

    [Fact]
    public async Task A_photo_that_nobody_has_decoded_yet_waits_for_a_place_to_be_decoded()
    {
        using var recommender = Recommender(PromptedJudge.Reverse());
        await using var jobs = recommender.SecondLooks.TakeAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var taking = jobs.MoveNextAsync().AsTask();
        var places = new List<IDisposable>();
        while (places.Count < Support.Recommender.Places)
            places.Add((await recommender.Gate.EnterAsync(Cancellation)).ShouldNotBeNull());

        var photo = TestPhotos.Intake().Open(SmallPhoto.Png);
        recommender.SecondLooks.Offer(StoryBeats.Sessions.SessionId.New(), photo, Analyses.Plain with { Source = "far" });

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (recommender.Gate.Waiting == 0)
            await Task.Delay(5, patience.Token);
        photo.Decoded.IsCompleted.ShouldBeFalse();
        taking.IsCompleted.ShouldBeFalse();

        places.ForEach(place => place.Dispose());
        (await taking.WaitAsync(patience.Token)).ShouldBeTrue();
        jobs.Current.Jpeg.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public async Task Where_nobody_takes_jobs_no_photo_is_kept()
    {
        using var recommender = Recommender(PromptedJudge.Reverse());

        await AnswerAsync(recommender);

        recommender.SecondLooks.Count.ShouldBe(0);
    }

    [Fact]
    public void Songs_that_the_model_left_out_follow_as_they_were_ranked()
    {
        var ranked = Enumerable.Range(0, 6).Select(i => Songs.Scored($"s{i}")).ToList();

        var opinions = SecondLooker.Opinions(ranked, shown: 1, new SongVerdict([new SongPlace(4, .9), new SongPlace(0, .5)], "It glows."), "far");
        var order = SecondLooker.OrderOf(ranked, shown: 1, opinions);

        order.Ids().ShouldBe(["s0", "s4", "s1", "s2", "s3", "s5"]);
        order[0].Opinion.ShouldBe(new SecondOpinion("far", .5, null));
        order[1].Opinion.ShouldBe(new SecondOpinion("far", .9, "It glows."));
        order[2].Opinion.ShouldBeNull();
    }

    private static Recommender Recommender(ISongJudge judge) => new(
        new ListSource(Enumerable.Range(0, 60).Select(i => Songs.Track($"s{i:00}", language: i % 2 == 0 ? Languages.Hindi : Languages.English))),
        readers: [new PromptedReader().Say(Reading)], judge: judge);

    private static async Task<RecommendationResult> AnswerAsync(Recommender recommender) =>
        (await recommender.Pipeline.RecommendAsync(new RecommendationRequest { Photo = SmallPhoto.Png }, Cancellation))
            .ShouldBeOfType<RecommendationOutcome.Recommended>().Result;

    private static async Task<(RecommendationResult Result, SecondLookJob Job, IReadOnlyList<ScoredTrack> Before)> AnsweredAsync(Recommender recommender)
    {
        var jobs = recommender.SecondLooks.TakeAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var taking = jobs.MoveNextAsync();
        var result = await AnswerAsync(recommender);
        (await taking.AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation)).ShouldBeTrue();
        var session = (await recommender.Sessions.FindAsync(result.SessionId, Cancellation)).ShouldNotBeNull();
        return (result, jobs.Current, session.Ranked);
    }

    private sealed class SessionIdBox
    {
        public StoryBeats.Sessions.SessionId Id { get; set; }
    }
}
