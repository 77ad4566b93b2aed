using System.Text.Json;
using System.Text.Json.Serialization;
using StoryBeats.Cli.Commands;
using StoryBeats.Cli.Load;
using StoryBeats.Feedback;
using StoryBeats.Learning.Simulation;
using StoryBeats.Providers.EmbeddedCatalog.Import;
using StoryBeats.Providers.Evaluation;
using StoryBeats.Providers.FeatureEstimation;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Providers.ZeroShot;
using StoryBeats.Vision;

namespace StoryBeats.Cli;

/// <summary>JSON of the commands that print figures.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = false,
    Converters = [typeof(SnakeCaseName<FeedbackReason>), typeof(SnakeCaseName<MoodCategory>)])]
[JsonSerializable(typeof(CatalogCheckReport))]
[JsonSerializable(typeof(FeatureEvaluation))]
[JsonSerializable(typeof(FeedbackInsights))]
[JsonSerializable(typeof(CatalogueStatus))]
[JsonSerializable(typeof(ImportPreview))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(IReadOnlyList<LocalModel>))]
[JsonSerializable(typeof(LoadReport))]
[JsonSerializable(typeof(MatchEvaluation))]
[JsonSerializable(typeof(List<SimulationReport>))]
[JsonSerializable(typeof(VisionEvaluation))]
internal sealed partial class CliJson : JsonSerializerContext;

/// <summary>Names of an enum as the API spells them.</summary>
internal sealed class SnakeCaseName<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
