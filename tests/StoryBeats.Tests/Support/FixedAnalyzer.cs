using StoryBeats.Photos;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Support;

/// <summary>Reads every photo alike.</summary>
internal sealed class FixedAnalyzer(VibeAnalysis analysis) : IVibeAnalyzer
{
    public ValueTask<VibeAnalysis> AnalyzeAsync(PreparedPhoto photo, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<VibeAnalysis>(cancellationToken) : ValueTask.FromResult(analysis);
}
