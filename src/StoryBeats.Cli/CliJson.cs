using System.Text.Json.Serialization;
using StoryBeats.Cli.Commands;
using StoryBeats.Providers.LocalVision;

namespace StoryBeats.Cli;

/// <summary>JSON of the commands that print figures.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = false)]
[JsonSerializable(typeof(CatalogCheckReport))]
[JsonSerializable(typeof(VisionEvaluation))]
internal sealed partial class CliJson : JsonSerializerContext;
