using StoryBeats.Photos;
using StoryBeats.Providers.Caching;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Tests.Chat;

public sealed class CachingVibeReaderTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FusionCache _cache = new(new FusionCacheOptions());
    private readonly SlowReader _inner = new();

    [Fact]
    public async Task A_photo_read_before_is_not_read_again_and_tells_nothing_early()
    {
        var reader = new CachingVibeReader(_inner, "1-a", _cache);
        var photo = ChatRig.Photo();
        var told = 0;

        _inner.Finish();
        var first = await reader.ReadAsync(photo, _ => told++, CancellationToken.None, ChatRig.Cancel);
        var second = await reader.ReadAsync(photo, _ => told++, CancellationToken.None, ChatRig.Cancel);

        second.ShouldBeSameAs(first);
        (_inner.Count, told).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Another_prompt_model_or_photo_is_another_reading()
    {
        var photo = ChatRig.Photo();
        _inner.Finish();

        await new CachingVibeReader(_inner, "1-a", _cache).ReadAsync(photo, _ => { }, CancellationToken.None, ChatRig.Cancel);
        await new CachingVibeReader(_inner, "2-b", _cache).ReadAsync(photo, _ => { }, CancellationToken.None, ChatRig.Cancel);
        await new CachingVibeReader(_inner, "2-b", _cache).ReadAsync(ChatRig.Photo(), _ => { }, CancellationToken.None, ChatRig.Cancel);
        _inner.Model = "another";
        await new CachingVibeReader(_inner, "2-b", _cache).ReadAsync(photo, _ => { }, CancellationToken.None, ChatRig.Cancel);

        _inner.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Many_at_once_are_one_call()
    {
        var reader = new CachingVibeReader(_inner, "1-a", _cache);
        var photo = ChatRig.Photo();

        var readings = Enumerable.Range(0, 10).Select(_ => reader.ReadAsync(photo, _ => { }, CancellationToken.None, ChatRig.Cancel)).ToList();
        await _inner.Begun.WaitAsync(Patience, ChatRig.Cancel);
        _inner.Finish();

        (await Task.WhenAll(readings)).Distinct().Count().ShouldBe(1);
        _inner.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_leaves_takes_nothing_from_who_stays()
    {
        var reader = new CachingVibeReader(_inner, "1-a", _cache);
        var photo = ChatRig.Photo();
        using var leaves = new CancellationTokenSource();
        var first = reader.ReadAsync(photo, _ => { }, CancellationToken.None, leaves.Token);
        await _inner.Begun.WaitAsync(Patience, ChatRig.Cancel);
        var second = reader.ReadAsync(photo, _ => { }, CancellationToken.None, ChatRig.Cancel);

        await leaves.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        _inner.Finish();

        (await second.WaitAsync(Patience, ChatRig.Cancel)).Mood.ShouldBe("serene");
        _inner.Count.ShouldBe(1);
    }

    [Fact]
    public async Task When_all_left_the_call_ends_and_the_next_begins_anew()
    {
        var reader = new CachingVibeReader(_inner, "1-a", _cache);
        var photo = ChatRig.Photo();
        using var leaves = new CancellationTokenSource();
        var first = reader.ReadAsync(photo, _ => { }, CancellationToken.None, leaves.Token);
        var second = reader.ReadAsync(photo, _ => { }, CancellationToken.None, leaves.Token);
        await _inner.Begun.WaitAsync(Patience, ChatRig.Cancel);

        await leaves.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => first);
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        (await _inner.Cancelled.WaitAsync(Patience, ChatRig.Cancel)).ShouldBeFalse();
        _inner.Finish();
        (await reader.ReadAsync(photo, _ => { }, CancellationToken.None, ChatRig.Cancel)).Mood.ShouldBe("serene");
        _inner.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_waited_long_enough_goes_and_who_came_later_still_gets_the_reading()
    {
        var reader = new CachingVibeReader(_inner, "1-a", _cache);
        var photo = ChatRig.Photo();
        using var late = new CancellationTokenSource();
        var first = reader.ReadAsync(photo, _ => { }, late.Token, ChatRig.Cancel);
        await _inner.Begun.WaitAsync(Patience, ChatRig.Cancel);
        var second = reader.ReadAsync(photo, _ => { }, CancellationToken.None, ChatRig.Cancel);

        await late.CancelAsync();
        var failure = await Should.ThrowAsync<VibeReaderException>(() => first);
        _inner.Finish();

        (failure.Status, failure.Message).ShouldBe((ReaderStatus.TimedOut, "did not answer in time"));
        (await second.WaitAsync(Patience, ChatRig.Cancel)).Mood.ShouldBe("serene");
        _inner.Cancelled.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_call_that_somebody_found_late_ends_as_late_when_the_last_leaves()
    {
        var reader = new CachingVibeReader(_inner, "1-a", _cache);
        var photo = ChatRig.Photo();
        using var late = new CancellationTokenSource();
        using var leaves = new CancellationTokenSource();
        var first = reader.ReadAsync(photo, _ => { }, late.Token, ChatRig.Cancel);
        await _inner.Begun.WaitAsync(Patience, ChatRig.Cancel);
        var second = reader.ReadAsync(photo, _ => { }, CancellationToken.None, leaves.Token);

        await late.CancelAsync();
        await Should.ThrowAsync<VibeReaderException>(() => first);
        await leaves.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);

        (await _inner.Cancelled.WaitAsync(Patience, ChatRig.Cancel)).ShouldBeTrue();
        _inner.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_is_everybodys_and_is_not_kept()
    {
        var reader = new CachingVibeReader(_inner, "1-a", _cache);
        var photo = ChatRig.Photo();
        var first = reader.ReadAsync(photo, _ => { }, CancellationToken.None, ChatRig.Cancel);
        var second = reader.ReadAsync(photo, _ => { }, CancellationToken.None, ChatRig.Cancel);
        await _inner.Begun.WaitAsync(Patience, ChatRig.Cancel);

        _inner.Fail(new VibeReaderException(ReaderStatus.Failed, "is overloaded (529)"));

        (await Should.ThrowAsync<VibeReaderException>(() => first)).Message.ShouldBe("is overloaded (529)");
        await Should.ThrowAsync<VibeReaderException>(() => second);
        await Should.ThrowAsync<VibeReaderException>(() => reader.ReadAsync(photo, _ => { }, CancellationToken.None, ChatRig.Cancel));
        _inner.Count.ShouldBe(2);
    }

    public void Dispose() => _cache.Dispose();

    private sealed class SlowReader : IVibeReader
    {
        private readonly TaskCompletionSource<VibeReading> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<bool> _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public string Name => "slow";

        public string Model { get; set; } = "model";

        public string Host => "host";

        public int Count => _count;

        public Task Begun => _begun.Task;

        /// <summary>Whether it was because it was late.</summary>
        public Task<bool> Cancelled => _cancelled.Task;

        public void Finish() => _end.TrySetResult(new VibeReading { Mood = "serene" });

        public void Fail(Exception fault) => _end.TrySetException(fault);

        public async Task<VibeReading> ReadAsync(PreparedPhoto photo, Action<VibeReading> early, CancellationToken late, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            _begun.TrySetResult();
            early(new VibeReading { Mood = "serene" });
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late, cancellationToken);
            try
            {
                return await _end.Task.WaitAsync(either.Token);
            }
            catch (OperationCanceledException)
            {
                _cancelled.TrySetResult(late.IsCancellationRequested);
                throw;
            }
        }
    }
}
