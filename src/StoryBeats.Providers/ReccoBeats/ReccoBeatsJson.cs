using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoryBeats.Providers.ReccoBeats;

/// <summary>What it answers: a list. Its items are read field by field, since one that makes no sense must not cost the others.</summary>
internal sealed record ReccoBeatsAnswer(IReadOnlyList<JsonElement>? Content);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReccoBeatsAnswer))]
internal sealed partial class ReccoBeatsJson : JsonSerializerContext;
