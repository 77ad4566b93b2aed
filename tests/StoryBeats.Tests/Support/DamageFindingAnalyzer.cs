using StoryBeats.Photos;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Support;

/// <summary>Finds every photo damaged once it looks at the pixels.</summary>
internal sealed class DamageFindingAnalyzer : IVibeAnalyzer
{
    public ValueTask<VibeAnalysis> AnalyzeAsync(PreparedPhoto photo, CancellationToken cancellationToken) =>
        throw new PhotoRejectedException(new PhotoRejection(PhotoProblem.Damaged, "The photo is damaged."));
}
