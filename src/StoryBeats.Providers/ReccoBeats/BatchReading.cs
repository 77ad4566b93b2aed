using System.Text.Json;
using StoryBeats.Catalog;

namespace StoryBeats.Providers.ReccoBeats;

/// <summary>Reads the two answers to one batch of ids.</summary>
internal sealed class BatchReading(IReadOnlyList<string> ids)
{
    private readonly HashSet<string> _asked = new(ids, StringComparer.Ordinal);
    private readonly Dictionary<string, AudioFeatures> _features = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int?> _popularity = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private bool _someoneIsLost;

    /// <summary>The endpoints that gave an item that makes no sense, once for each item.</summary>
    public List<string> Garbage { get; } = [];

    /// <summary>The fields that were wrong.</summary>
    public SortedSet<string> WrongFields { get; } = new(StringComparer.Ordinal);

    public void ReadFeatures(IReadOnlyList<JsonElement> items)
    {
        foreach (var (id, item) in Known(items, "audio-features"))
        {
            if (ReccoBeatsMapping.Features(item, out var wrong) is { } features)
                _features[id] = features;
            else
                Refuse(id, "audio-features", wrong!);
        }
    }

    public void ReadTracks(IReadOnlyList<JsonElement> items)
    {
        foreach (var (id, item) in Known(items, "track"))
        {
            var popularity = ReccoBeatsMapping.Popularity(item, out var wrong);
            if (wrong is null)
                _popularity[id] = popularity;
            else
                Refuse(id, "track", wrong);
        }
    }

    /// <summary>What is known of each track; those that it does not know are there too, and those without a sensible answer are not.</summary>
    public Dictionary<string, ReccoBeatsFinding> Findings(bool isWhole)
    {
        var findings = new Dictionary<string, ReccoBeatsFinding>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            var isKnown = _features.TryGetValue(id, out var features);
            // An item that says nobody's name may have been this one's.
            if (!_refused.Contains(id) && (isKnown || !_someoneIsLost))
                findings[id] = new ReccoBeatsFinding(isKnown ? features : null, _popularity.GetValueOrDefault(id), isWhole);
        }

        return findings;
    }

    private IEnumerable<(string Id, JsonElement Item)> Known(IReadOnlyList<JsonElement> items, string endpoint)
    {
        foreach (var item in items)
        {
            if (ReccoBeatsMapping.SpotifyId(item) is not { } id || !_asked.Contains(id))
            {
                _someoneIsLost = true;
                Garbage.Add(endpoint);
                WrongFields.Add("href");
            }
            else
            {
                yield return (id, item);
            }
        }
    }

    private void Refuse(string id, string endpoint, string field)
    {
        _refused.Add(id);
        Garbage.Add(endpoint);
        WrongFields.Add(field);
    }
}
