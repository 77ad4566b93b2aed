using StoryBeats.Photos;

namespace StoryBeats.Vision;

/// <summary>Reads the mood of a photo.</summary>
public interface IVibeAnalyzer
{
    /// <summary>Reads one photo.</summary>
    /// <exception cref="PhotoRejectedException">The photo turns out to be damaged when its pixels are decoded.</exception>
    ValueTask<VibeAnalysis> AnalyzeAsync(PreparedPhoto photo, CancellationToken cancellationToken);
}
