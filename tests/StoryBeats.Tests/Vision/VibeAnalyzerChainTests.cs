using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Photos;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Vision;

public sealed class VibeAnalyzerChainTests : IDisposable
{
    private static readonly VibeReading Happy = new() { Mood = "joyful", CulturalVibe = CulturalVibe.Western, Energy = .8, Valence = .9 };

    // Not how fast it should be: only that it ends.
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _clock = new();
    private readonly Metering _metering = new();

    private VibeAnalysis _own = Analyses.Plain;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _metering.Dispose();

    [Fact]
    public async Task Without_models_this_machine_s_reading_counts_at_once()
    {
        var reading = Chain().Begin(Photo(), Cancellation);

        var final = await reading.Final;

        final.ShouldBe(await reading.Local);
        (await reading.Early).ShouldBeNull();
        final.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_first_that_answers_wins_and_the_next_is_not_asked()
    {
        var next = new PromptedReader("next");

        var final = await Chain(new PromptedReader("first").Say(Happy), next).Begin(Photo(), Cancellation).Final;

        final.Source.ShouldBe("first");
        final.MoodCategory.ShouldBe(MoodCategory.Happy);
        final.Readers.ShouldBe([new ReaderReport("first", ReaderStatus.Read, "model-1")]);
        next.Asked.IsCompleted.ShouldBeFalse();
        _metering.Sum("storybeats.readings", "reader", "first").ShouldBe(1);
    }

    [Fact]
    public async Task An_error_falls_to_the_next_and_the_answer_says_which_and_why()
    {
        var first = new PromptedReader("first").Fail(new VibeReaderException(ReaderStatus.Failed, "is overloaded (529)"));

        var final = await Chain(first, new PromptedReader("next").Say(Happy)).Begin(Photo(), Cancellation).Final;

        final.Source.ShouldBe("next");
        final.Notes.ShouldContain(note => note == "First is overloaded (529).");
        final.Readers.Select(report => report.Status).ShouldBe([ReaderStatus.Failed, ReaderStatus.Read]);
        _metering.Sum("storybeats.readings", "status", "Failed").ShouldBe(1);
    }

    [Theory]
    [InlineData(ReaderStatus.Refused)]
    [InlineData(ReaderStatus.Unusable)]
    [InlineData(ReaderStatus.Skipped)]
    public async Task When_nobody_else_reads_it_this_machine_does_and_says_so(ReaderStatus status)
    {
        var far = new PromptedReader().Fail(new VibeReaderException(status, "would not"));

        var final = await Chain(far).Begin(Photo(), Cancellation).Final;

        final.Source.ShouldBe(Analyses.Plain.Source);
        final.MoodCategory.ShouldBe(Analyses.Plain.MoodCategory);
        final.Notes.ShouldBe(["Far would not.", "So this machine read the photo."]);
        final.Readers.Select(report => (report.Reader, report.Status)).ShouldBe([("far", status), ("local", ReaderStatus.Read)]);
    }

    [Fact]
    public async Task A_bigger_model_of_this_machine_is_named_when_nobody_else_reads_it()
    {
        var own = new ReaderReport("local", ReaderStatus.Read, "big");
        _own = Analyses.Plain with { Readers = [own] };

        var final = await Chain(new PromptedReader().Fail(new VibeReaderException(ReaderStatus.Refused, "would not"))).Begin(Photo(), Cancellation).Final;

        final.Readers[^1].ShouldBe(own);
    }

    [Fact]
    public async Task A_fault_that_nobody_foresaw_costs_that_reader_alone()
    {
        var far = new PromptedReader().Fail(new InvalidOperationException("secret"));

        var final = await Chain(far).Begin(Photo(), Cancellation).Final;

        final.Readers[0].Message.ShouldBe("Far failed.");
    }

    [Fact]
    public async Task The_next_is_asked_as_well_when_half_of_the_time_is_over_and_the_slow_one_is_told_so()
    {
        var hanging = new PromptedReader("hanging");
        var next = new PromptedReader("next");
        var reading = Chain(hanging, next).Begin(Photo(), Cancellation);
        await hanging.Asked.WaitAsync(Forever, Cancellation);

        _clock.Advance(TimeSpan.FromSeconds(2.9));
        next.Asked.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(.2));
        await next.Asked.WaitAsync(Forever, Cancellation);
        next.Say(Happy);
        var final = await reading.Final.WaitAsync(Forever, Cancellation);

        final.Source.ShouldBe("next");
        final.Notes.ShouldContain(note => note == "Hanging was slower than the next one.");
        final.Readers.Select(report => report.Status).ShouldBe([ReaderStatus.TimedOut, ReaderStatus.Read]);
        hanging.Late.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_slow_one_may_still_be_first_and_the_next_is_let_go_without_blame()
    {
        var slow = new PromptedReader("slow");
        var next = new PromptedReader("next");
        var reading = Chain(slow, next).Begin(Photo(), Cancellation);
        await slow.Asked.WaitAsync(Forever, Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(3.1));
        await next.Asked.WaitAsync(Forever, Cancellation);

        slow.Say(Happy);
        var final = await reading.Final.WaitAsync(Forever, Cancellation);

        final.Source.ShouldBe("slow");
        final.Readers.Select(report => report.Status).ShouldBe([ReaderStatus.Read, ReaderStatus.Skipped]);
        (next.Unwanted.IsCancellationRequested, next.Late.IsCancellationRequested).ShouldBe((true, false));
    }

    [Fact]
    public async Task After_the_deadline_nobody_waits_any_more()
    {
        var hanging = new PromptedReader("hanging");
        var last = new PromptedReader("last");
        var reading = Chain(hanging, last).Begin(Photo(), Cancellation);
        await hanging.Asked.WaitAsync(Forever, Cancellation);

        _clock.Advance(TimeSpan.FromSeconds(7));
        var final = await reading.Final.WaitAsync(Forever, Cancellation);

        final.Source.ShouldBe(Analyses.Plain.Source);
        final.Readers.Select(report => report.Status).ShouldBe([ReaderStatus.TimedOut, ReaderStatus.Skipped, ReaderStatus.Read]);
        final.Notes.ShouldContain(note => note == "Hanging did not answer within 6 s.");
        hanging.Late.IsCancellationRequested.ShouldBeTrue();
        last.Asked.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task When_the_visitor_leaves_nobody_is_blamed()
    {
        using var leaving = new CancellationTokenSource();
        var far = new PromptedReader();
        var reading = Chain(far).Begin(Photo(), leaving.Token);
        await far.Asked.WaitAsync(Forever, Cancellation);

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reading.Final.WaitAsync(Forever, Cancellation));
        (far.Unwanted.IsCancellationRequested, far.Late.IsCancellationRequested).ShouldBe((true, false));
    }

    [Fact]
    public async Task Mood_and_culture_are_told_before_the_rest()
    {
        var far = new PromptedReader();
        var reading = Chain(far).Begin(Photo(), Cancellation);
        await far.Asked.WaitAsync(Forever, Cancellation);

        far.SayEarly(new VibeReading { Mood = "joyful", CulturalVibe = CulturalVibe.Indian });
        var early = await reading.Early;
        reading.Final.IsCompleted.ShouldBeFalse();
        far.Say(Happy);

        early.ShouldNotBeNull().MoodCategory.ShouldBe(MoodCategory.Happy);
        early.CulturalVibe.ShouldBe(CulturalVibe.Indian);
        early.Target.ShouldBe(Analyses.Plain.Target);
        (await reading.Final).CulturalVibe.ShouldBe(CulturalVibe.Western);
    }

    [Fact]
    public async Task A_damaged_photo_is_rejected_whoever_looks()
    {
        var chain = new VibeAnalyzerChain(
            new DamageFindingAnalyzer(), [new PromptedReader().Fail(new PhotoRejectedException(new PhotoRejection(PhotoProblem.Damaged, "damaged")))], new VibeCompletion(Data.Lexicon),
            Options.Create(new VisionOptions()), _clock, _metering.Metrics, NullLogger<VibeAnalyzerChain>.Instance);

        var reading = chain.Begin(Photo(), Cancellation);

        await Should.ThrowAsync<PhotoRejectedException>(() => reading.Local);
        await Should.ThrowAsync<PhotoRejectedException>(() => reading.Final);
    }

    [Theory]
    [InlineData(null, "a,b,local")]
    [InlineData("b, a", "b,a,local")]
    [InlineData("b,local,a", "b,local")]
    [InlineData("local", "local")]
    [InlineData("unknown,b", "b,local")]
    public void Readers_are_asked_in_the_order_that_is_set(string? order, string asked)
    {
        var chain = Chain(new VisionOptions { Order = order }, new PromptedReader("a"), new PromptedReader("b"));

        string.Join(',', chain.Readers).ShouldBe(asked);
    }

    private static PreparedPhoto Photo() => new PhotoIntake(Options.Create(new PhotoLimits()), new PhotoFingerprinter()).Open(SmallPhoto.Png);

    private VibeAnalyzerChain Chain(params IVibeReader[] readers) => Chain(new VisionOptions(), readers);

    private VibeAnalyzerChain Chain(VisionOptions options, params IVibeReader[] readers) => new(
        new FixedAnalyzer(_own), readers, new VibeCompletion(Data.Lexicon), Options.Create(options), _clock, _metering.Metrics,
        NullLogger<VibeAnalyzerChain>.Instance);
}
