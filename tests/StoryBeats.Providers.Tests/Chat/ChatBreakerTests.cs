using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Fakes;
using StoryBeats.Fakes.Models;
using StoryBeats.Providers.Chat;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.Chat;

public sealed class ChatBreakerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Three_failures_in_a_row_begin_a_pause_and_a_success_between_does_not()
    {
        var breaker = new ChatBreaker(_time);

        breaker.Failed("has a fault (500)", asked: null).ShouldBeNull();
        breaker.Failed("has a fault (500)", asked: null).ShouldBeNull();
        breaker.Succeeded().ShouldBeFalse();
        breaker.Failed("has a fault (500)", asked: null).ShouldBeNull();
        breaker.Failed("has a fault (500)", asked: null).ShouldBeNull();
        breaker.Enter().ShouldBeNull();
        breaker.Failed("has a fault (500)", asked: null).ShouldBe(ChatBreaker.FirstPause);

        breaker.Enter().ShouldBe("is left alone for 30 s more: it has a fault (500)");
    }

    [Fact]
    public void After_the_pause_one_tries_for_all_and_the_next_pause_is_longer()
    {
        var breaker = new ChatBreaker(_time);
        for (var failure = 0; failure < ChatBreaker.Borne; failure++)
            breaker.Failed("cannot be reached", asked: null);
        _time.Advance(ChatBreaker.FirstPause);

        breaker.Enter().ShouldBeNull();
        breaker.Enter().ShouldBe("is being tried again: it cannot be reached");
        breaker.Failed("cannot be reached", asked: null);

        breaker.Enter().ShouldBe("is left alone for 60 s more: it cannot be reached");
        _time.Advance(ChatBreaker.FirstPause * 2);
        breaker.Enter().ShouldBeNull();
        breaker.Left();
        breaker.Enter().ShouldBeNull();
        breaker.Succeeded().ShouldBeTrue();
        breaker.Enter().ShouldBeNull();
        breaker.Enter().ShouldBeNull();
    }

    [Fact]
    public void Pauses_do_not_grow_beyond_ten_minutes()
    {
        var breaker = new ChatBreaker(_time);
        for (var failure = 0; failure < 40; failure++)
        {
            breaker.Failed("cannot be reached", asked: null);
            _time.Advance(ChatBreaker.LongestPause);
            breaker.Enter();
        }

        breaker.Failed("is rate-limited (429)", TimeSpan.FromDays(1));
        breaker.Enter().ShouldBe("is left alone for 600 s more: it is rate-limited (429)");
    }

    [Fact]
    public async Task A_refused_key_is_not_tried_again_for_minutes()
    {
        await using var rig = await ChatRig.StartAsync(FakeService.OpenAI, model => model.Fails = 401);

        (await rig.FailureAsync()).Status.ShouldBe(ReaderStatus.Failed);
        var skipped = await rig.FailureAsync();

        (skipped.Status, skipped.Message).ShouldBe((ReaderStatus.Skipped, "is left alone for 300 s more: it does not accept the key (401)"));
        rig.Fakes.Models.All.Count.ShouldBe(1);
        rig.Log.AtLeast(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("does not accept the key (401)");

        rig.Fakes.Settings.Models[FakeService.OpenAI].Fails = null;
        rig.Time.Advance(ChatBreaker.SettingPause);
        (await rig.ReadAsync()).Mood.ShouldNotBeNull();
        rig.Log.AtLeast(LogLevel.Information).ShouldContain("openai answers again", StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_service_that_says_how_long_to_wait_is_left_alone_so_long()
    {
        await using var rig = await ChatRig.StartAsync(FakeService.Anthropic, model => (model.Fails, model.RetryAfterSeconds) = (429, 17));

        await rig.FailureAsync();

        (await rig.FailureAsync()).Message.ShouldBe("is left alone for 17 s more: it is rate-limited (429)");
    }

    [Fact]
    public async Task Whoever_is_not_waited_for_any_more_is_no_failure_however_long_it_took_and_whoever_is_late_is_however_short()
    {
        await using var rig = await ChatRig.StartAsync(FakeService.Anthropic, model => model.HangsAfter = 0);

        for (var call = 1; call <= 4; call++)
            await LeaveAsync(rig, call, TimeSpan.FromSeconds(6), isLate: false);
        for (var call = 5; call <= 7; call++)
            await LeaveAsync(rig, call, TimeSpan.FromSeconds(1), isLate: true);

        await UntilAsync(() => rig.Log.AtLeast(LogLevel.Warning).Count == 1);
        (await rig.FailureAsync()).Message.ShouldBe("is left alone for 30 s more: it did not answer in time");
    }

    [Fact]
    public async Task Several_who_are_late_with_one_photo_are_one_failure()
    {
        await using var rig = await ChatRig.StartAsync(FakeService.Anthropic, model => model.HangsAfter = 0);
        using var late = new CancellationTokenSource();
        var photo = ChatRig.Photo();
        var readings = Enumerable.Range(0, 5).Select(_ => rig.Reader.ReadAsync(photo, _ => { }, late.Token, ChatRig.Cancel)).ToList();
        await UntilAsync(() => rig.Fakes.Models.All.Any(asked => asked.Said is not null));

        await late.CancelAsync();

        foreach (var reading in readings)
            (await Should.ThrowAsync<VibeReaderException>(() => reading)).Status.ShouldBe(ReaderStatus.TimedOut);
        await UntilAsync(() => rig.Meter.Tags("storybeats.upstream.calls").Count == 1);
        rig.Meter.Tags("storybeats.upstream.calls").ShouldBe(["anthropic chat timeout"]);
        rig.Fakes.Settings.Models[FakeService.Anthropic].HangsAfter = null;
        (await rig.ReadAsync()).Mood.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(ModelManner.NoJson, null)]
    [InlineData(ModelManner.Plain, 400)]
    public async Task Second_looks_that_fail_do_not_keep_photos_from_being_read(ModelManner manner, int? status)
    {
        await using var rig = await ChatRig.StartAsync(FakeService.OpenAI, model => (model.Manner, model.Fails, model.RetryAfterSeconds) = (manner, status, null));

        for (var look = 0; look < ChatBreaker.Borne * 2; look++)
            (await rig.JudgeFailureAsync()).Status.ShouldNotBe(ReaderStatus.Skipped);

        var model = rig.Fakes.Settings.Models[FakeService.OpenAI];
        (model.Manner, model.Fails) = (ModelManner.Plain, null);
        (await rig.ReadAsync()).Mood.ShouldNotBeNull();
        rig.Log.AtLeast(LogLevel.Warning).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(401, null, "is left alone for 300 s more: it does not accept the key (401)")]
    [InlineData(429, 40, "is left alone for 40 s more: it is rate-limited (429)")]
    public async Task What_a_second_look_learns_of_key_and_limits_counts_for_photos(int status, int? wait, string says)
    {
        await using var rig = await ChatRig.StartAsync(FakeService.OpenAI, model => (model.Fails, model.RetryAfterSeconds) = (status, wait));

        (await rig.JudgeFailureAsync()).Status.ShouldBe(ReaderStatus.Failed);

        var failure = await rig.FailureAsync();
        (failure.Status, failure.Message).ShouldBe((ReaderStatus.Skipped, says));
    }

    [Fact]
    public async Task A_second_look_that_is_not_wanted_any_more_says_nothing_of_the_service()
    {
        await using var rig = await ChatRig.StartAsync(FakeService.Anthropic, model => model.HangsAfter = 0);

        for (var call = 1; call <= ChatBreaker.Borne * 2; call++)
        {
            using var leaves = new CancellationTokenSource();
            var judging = rig.Judge.JudgeAsync(ChatRig.Photo().Decode().ToJpeg(), ChatRig.Analysis, ChatRig.Songs(4), shown: 0, leaves.Token);
            await UntilAsync(() => rig.Fakes.Models.All.Count(asked => asked.Said is not null) >= call);
            await leaves.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => judging);
        }

        rig.Fakes.Settings.Models[FakeService.Anthropic].HangsAfter = null;
        (await rig.ReadAsync()).Mood.ShouldNotBeNull();
    }

    [Fact]
    public void A_second_look_does_not_take_the_place_of_the_one_that_tries_for_all()
    {
        var breaker = new ChatBreaker(_time);
        breaker.Look().ShouldBeNull();
        breaker.Failed("is rate-limited (429)", ChatBreaker.FirstPause);
        breaker.Look().ShouldBe("is left alone for 30 s more: it is rate-limited (429)");
        _time.Advance(ChatBreaker.FirstPause);

        breaker.Look().ShouldBeNull();
        breaker.Enter().ShouldBeNull();
        breaker.Look().ShouldBe("is being tried again: it is rate-limited (429)");
    }

    private static async Task LeaveAsync(ChatRig rig, int call, TimeSpan after, bool isLate)
    {
        using var late = new CancellationTokenSource();
        using var unwanted = new CancellationTokenSource();
        var reading = rig.Reader.ReadAsync(ChatRig.Photo(), _ => { }, late.Token, unwanted.Token);
        await UntilAsync(() => rig.Fakes.Models.All.Count(asked => asked.Said is not null) >= call);
        rig.Time.Advance(after);
        await (isLate ? late : unwanted).CancelAsync();
        if (isLate)
            (await Should.ThrowAsync<VibeReaderException>(() => reading)).Status.ShouldBe(ReaderStatus.TimedOut);
        else
            await Should.ThrowAsync<OperationCanceledException>(() => reading);
        await UntilAsync(() => rig.Meter.Tags("storybeats.upstream.calls").Count >= call);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
            await Task.Delay(20, patience.Token);
    }
}
