using System.CommandLine;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.FeatureEstimation;

namespace StoryBeats.Cli.Commands;

/// <summary>What `train features` and `evaluate features` share.</summary>
internal static class FeatureOptions
{
    public static Option<FileInfo[]> Tracks() => new("--tracks")
    {
        Description = "CSV of tracks with measured features; may be given several times. Nothing that Spotify sends may train a model: name only files that you may learn from.",
        AllowMultipleArgumentsPerToken = true,
        Required = true,
    };

    public static Option<FileInfo> Catalogue() => new("--catalogue")
    {
        Description = "The catalogue whose own estimates teach too, at half weight; default: the one that comes with the program.",
        DefaultValueFactory = _ => new FileInfo(Path.Combine(DataFiles.BuiltIn, StarterCatalogue.FileName)),
    };

    /// <summary>What to say of a table that cannot teach.</summary>
    public static string TaughtNothing(FeatureTable table) =>
        $"{table.File} taught nothing: its energy and acousticness do not go together as they do in Spotify's features (r = {table.EnergyWithAcousticness:0.00}, there about -0.70).";
}
