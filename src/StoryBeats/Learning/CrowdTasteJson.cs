using System.Text.Json.Serialization;

namespace StoryBeats.Learning;

/// <summary>JSON of what was learned.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CrowdTaste))]
internal sealed partial class CrowdTasteJson : JsonSerializerContext;
