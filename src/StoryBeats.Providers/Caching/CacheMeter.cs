using System.Collections.Frozen;
using StoryBeats.Telemetry;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Caching;

/// <summary>Counts what lookups found, by the kind of what was looked for: the first word of a key.</summary>
internal static class CacheMeter
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "storybeats:";

    private static readonly FrozenSet<string> Names = FrozenSet.Create(StringComparer.Ordinal, "vibe", "reading", "verdict", "songs", "pool", "artist-id", "preview");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NamesBySpan = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    public static void Watch(FusionCache cache, StoryBeatsMetrics metrics)
    {
        cache.Events.Hit += (_, hit) => metrics.LookedUp(NameOf(hit.Key), hit.IsStale ? "stale" : "hit");
        cache.Events.Miss += (_, miss) => metrics.LookedUp(NameOf(miss.Key), "miss");
    }

    /// <summary>The cache of a key; "other" for one that is not known here, so that no key becomes a label.</summary>
    public static string NameOf(ReadOnlySpan<char> key)
    {
        if (key.StartsWith(Prefix, StringComparison.Ordinal))
            key = key[Prefix.Length..];
        var end = key.IndexOf(':');
        return end >= 0 && NamesBySpan.TryGetValue(key[..end], out var name) ? name : "other";
    }
}
