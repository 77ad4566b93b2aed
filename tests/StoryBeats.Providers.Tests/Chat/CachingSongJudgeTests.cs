using System.Text.Json;
using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Providers.Caching;
using StoryBeats.SecondLook;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;

namespace StoryBeats.Providers.Tests.Chat;

public sealed class CachingSongJudgeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly byte[] Jpeg = [1, 2, 3];
    private static readonly IReadOnlyList<Track> Songs = ChatRig.Songs(4);

    private readonly FusionCache _cache = new(new FusionCacheOptions());
    private readonly SlowJudge _inner = new();

    [Fact]
    public async Task The_same_songs_for_the_same_photo_cost_one_call()
    {
        await using var rig = await ChatRig.StartAsync(FakeService.Anthropic);
        var jpeg = ChatRig.Photo().Decode().ToJpeg();

        var first = await rig.Judge.JudgeAsync(jpeg, ChatRig.Analysis, Songs, shown: 2, ChatRig.Cancel);
        var second = await rig.Judge.JudgeAsync(jpeg.ToArray(), ChatRig.Analysis, ChatRig.Songs(4), shown: 2, ChatRig.Cancel);

        second.ShouldBeSameAs(first);
        rig.Judge.Name.ShouldBe("anthropic");
        rig.Fakes.Models.SecondLooks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_photo_mood_order_number_on_show_prompt_or_model_is_another_verdict()
    {
        _inner.Finish();
        var judge = new CachingSongJudge(_inner, "model", "1-a", _cache);

        await judge.JudgeAsync(Jpeg, ChatRig.Analysis, Songs, 0, ChatRig.Cancel);
        await judge.JudgeAsync(new byte[] { 3, 2, 1 }, ChatRig.Analysis, Songs, 0, ChatRig.Cancel);
        await judge.JudgeAsync(Jpeg, ChatRig.Analysis with { Mood = "euphoric" }, Songs, 0, ChatRig.Cancel);
        await judge.JudgeAsync(Jpeg, ChatRig.Analysis, [.. Songs.Reverse()], 0, ChatRig.Cancel);
        await judge.JudgeAsync(Jpeg, ChatRig.Analysis, Songs, 1, ChatRig.Cancel);
        await new CachingSongJudge(_inner, "model", "2-b", _cache).JudgeAsync(Jpeg, ChatRig.Analysis, Songs, 0, ChatRig.Cancel);
        await new CachingSongJudge(_inner, "another", "1-a", _cache).JudgeAsync(Jpeg, ChatRig.Analysis, Songs, 0, ChatRig.Cancel);

        _inner.Count.ShouldBe(7);
    }

    [Fact]
    public async Task Many_at_once_are_one_call()
    {
        var judge = new CachingSongJudge(_inner, "model", "1-a", _cache);

        var verdicts = Enumerable.Range(0, 5).Select(_ => judge.JudgeAsync(Jpeg, ChatRig.Analysis, Songs, 0, ChatRig.Cancel)).ToList();
        await _inner.Begun.WaitAsync(Patience, ChatRig.Cancel);
        _inner.Finish();

        (await Task.WhenAll(verdicts)).Distinct().Count().ShouldBe(1);
        _inner.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_leaves_takes_nothing_from_who_stays()
    {
        var judge = new CachingSongJudge(_inner, "model", "1-a", _cache);
        using var leaves = new CancellationTokenSource();
        var first = judge.JudgeAsync(Jpeg, ChatRig.Analysis, Songs, 0, leaves.Token);
        await _inner.Begun.WaitAsync(Patience, ChatRig.Cancel);
        var second = judge.JudgeAsync(Jpeg, ChatRig.Analysis, Songs, 0, ChatRig.Cancel);

        await leaves.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        _inner.Finish();

        (await second.WaitAsync(Patience, ChatRig.Cancel)).Reason.ShouldBe("It is calm.");
    }

    [Fact]
    public async Task A_failure_is_said_as_it_is_and_not_kept()
    {
        var judge = new CachingSongJudge(_inner, "model", "1-a", _cache);
        _inner.Fault = new VibeReaderException(ReaderStatus.Failed, "is overloaded (529)");

        var failure = await Should.ThrowAsync<VibeReaderException>(() => judge.JudgeAsync(Jpeg, ChatRig.Analysis, Songs, 0, ChatRig.Cancel));
        _inner.Fault = null;
        _inner.Finish();

        (failure.Status, failure.Message).ShouldBe((ReaderStatus.Failed, "is overloaded (529)"));
        (await judge.JudgeAsync(Jpeg, ChatRig.Analysis, Songs, 0, ChatRig.Cancel)).Places.Count.ShouldBe(2);
        _inner.Count.ShouldBe(2);
    }

    [Fact]
    public void A_verdict_comes_back_from_Redis_as_it_was()
    {
        var type = CacheJson.Default.FusionCacheDistributedEntrySongVerdict;
        var entry = new FusionCacheDistributedEntry<SongVerdict>(SlowJudge.Verdict, 1, 2, tags: null, metadata: null);

        var back = JsonSerializer.Deserialize(JsonSerializer.Serialize(entry, type), type).ShouldNotBeNull().Value;

        back.Places.ShouldBe([new SongPlace(1, .9), new SongPlace(0, null)]);
        back.Reason.ShouldBe("It is calm.");
    }

    public void Dispose() => _cache.Dispose();

    private sealed class SlowJudge : ISongJudge
    {
        private readonly TaskCompletionSource<SongVerdict> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public static SongVerdict Verdict { get; } = new([new SongPlace(1, .9), new SongPlace(0, null)], "It is calm.");

        public string Name => "slow";

        public int Count => _count;

        public Task Begun => _begun.Task;

        public Exception? Fault { get; set; }

        public void Finish() => _end.TrySetResult(Verdict);

        public Task<SongVerdict> JudgeAsync(
            ReadOnlyMemory<byte> jpeg, VibeAnalysis analysis, IReadOnlyList<Track> songs, int shown, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            _begun.TrySetResult();
            return Fault is null ? _end.Task.WaitAsync(cancellationToken) : Task.FromException<SongVerdict>(Fault);
        }
    }
}
