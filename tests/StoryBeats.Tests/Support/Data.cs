using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Ranking;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Support;

/// <summary>The data files that the program brings.</summary>
internal static class Data
{
    public static MoodLexicon Lexicon { get; } = MoodLexicon.Load(PathOf("mood-lexicon.json"));

    public static ArtistGroups Groups { get; } = ArtistGroups.Load(PathOf("artist-groups.json"));

    public static AudioFeatureEstimator Estimator { get; } = new(FeatureModelFile.Load(Path.Combine(DataFiles.Models, FeatureModelFile.FileName)), Groups);

    public static string PathOf(string name) => Path.Combine(DataFiles.BuiltIn, name);
}
