using System.Text.Json.Serialization;
using StoryBeats.Providers.Previews;
using StoryBeats.Providers.Spotify;
using StoryBeats.SecondLook;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;

namespace StoryBeats.Providers.Caching;

/// <summary>What is written to Redis. A change of these types changes the keys' version, so that nobody reads what another version wrote.</summary>
[JsonSourceGenerationOptions(
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FusionCacheDistributedEntry<VibeAnalysis>))]
[JsonSerializable(typeof(FusionCacheDistributedEntry<VibeReading>))]
[JsonSerializable(typeof(FusionCacheDistributedEntry<SongVerdict>))]
[JsonSerializable(typeof(FusionCacheDistributedEntry<KeptPool>))]
[JsonSerializable(typeof(FusionCacheDistributedEntry<KeptAnswer>))]
[JsonSerializable(typeof(FusionCacheDistributedEntry<PreviewPage>))]
[JsonSerializable(typeof(FusionCacheDistributedEntry<string>))]
[JsonSerializable(typeof(FusionCacheDistributedEntry<byte[]>))]
internal sealed partial class CacheJson : JsonSerializerContext;
