using StoryBeats.Catalog;
using StoryBeats.Estimation;

namespace StoryBeats.Providers.FeatureEstimation;

/// <summary>A song to learn from.</summary>
/// <param name="Track">What is known of it.</param>
/// <param name="Clues">The same as clues.</param>
/// <param name="Features">How it sounds, in the order of <see cref="FeatureScale.Names"/>; NaN where nobody says.</param>
/// <param name="Weight">How much it counts, 0 to 1.</param>
internal sealed record TeachingSong(Track Track, IReadOnlyList<FeatureClue> Clues, double[] Features, double Weight)
{
    /// <summary>Whether somebody measured it; what we estimated ourselves teaches, and is no measure of errors.</summary>
    public bool IsMeasured => Clues.All(clue => clue.Kind != Classroom.Ours);
}
