using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Feedback;
using StoryBeats.Learning;
using StoryBeats.Learning.Simulation;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Tests.Learning;

/// <summary>The real learning on feedback in memory.</summary>
internal sealed class Learner : IDisposable
{
    public Learner(LearningOptions? options = null) => Source = new LearnedTasteSource(Feedback, Options.Create(options ?? new LearningOptions()), Clock);

    public FakeTimeProvider Clock { get; } = new(Said.Now);

    public SimulatedFeedback Feedback { get; } = new();

    public LearnedTasteSource Source { get; }

    public async Task<Learner> HearAsync(IEnumerable<FeedbackEntry> entries)
    {
        foreach (var entry in entries)
            await Feedback.SaveAsync(entry, TestContext.Current.CancellationToken);
        await Source.RefreshAsync(TestContext.Current.CancellationToken);
        return this;
    }

    public async Task<Taste> TasteAsync(string? visitor, MoodCategory mood = MoodCategory.Happy) =>
        await Source.ForAsync(visitor is null ? null : new VisitorId(visitor), null, mood, TestContext.Current.CancellationToken);

    public static async Task<Taste> LearnAsync(IEnumerable<FeedbackEntry> entries, string? visitor, MoodCategory mood = MoodCategory.Happy, LearningOptions? options = null)
    {
        using var learner = new Learner(options);
        await learner.HearAsync(entries);
        return await learner.TasteAsync(visitor, mood);
    }

    public void Dispose() => Source.Dispose();
}
