using System.Text.Json;
using StoryBeats.SecondLook;

namespace StoryBeats.Providers.Chat;

/// <summary>Makes an order of songs of what a model says: unknown and repeated numbers are left out, confidences are in range or null.</summary>
internal sealed class SongVerdictParser(ChatPrompt prompt)
{
    private const int LongestReason = 160;

    private static readonly HashSet<string> Names = new(["order", "ranking", "songs", "reason"], StringComparer.Ordinal);
    private static readonly string[] OrderNames = ["order", "ranking", "songs"];
    private static readonly string[] NumberNames = ["song", "number", "index", "id"];

    /// <summary>Reads an answer. Never throws.</summary>
    /// <param name="text">What the model said.</param>
    /// <param name="count">How many songs there were.</param>
    /// <returns>The verdict, or null when it names no song.</returns>
    public SongVerdict? Parse(string text, int count)
    {
        if (SaidJson.Find(text, Names) is not { } answer)
            return null;

        var order = answer.EnumerateObject()
            .Where(property => property.Value.ValueKind is JsonValueKind.Array && OrderNames.Contains(SaidJson.Fold(property.Name), StringComparer.Ordinal))
            .Select(property => property.Value)
            .FirstOrDefault();
        var places = order.ValueKind is JsonValueKind.Array ? Places(order, count) : [];
        return places.Count == 0 ? null : new SongVerdict(places, new SaidFields(answer, prompt).Text("reason", LongestReason));
    }

    private static List<SongPlace> Places(JsonElement order, int count)
    {
        var places = new List<SongPlace>();
        var seen = new HashSet<int>();
        foreach (var item in order.EnumerateArray())
        {
            if (Number(item) is { } number && number >= 1 && number <= count && Math.Abs(number - Math.Round(number)) < 1e-9 && seen.Add((int)number))
                places.Add(new SongPlace((int)number - 1, Confidence(item)));
        }

        return places;
    }

    private static double? Number(JsonElement item) => item.ValueKind is JsonValueKind.Object
        ? NumberNames.Select(name => Field(item, name)).FirstOrDefault(number => number is not null)
        : SaidFields.Said(item);

    private static double? Confidence(JsonElement item) => item.ValueKind is JsonValueKind.Object && Field(item, "confidence") is { } said
        ? Math.Clamp(said is > 10 and <= 100 ? said / 100 : said, 0, 1)
        : null;

    private static double? Field(JsonElement item, string name) => item.EnumerateObject()
        .Where(property => SaidJson.Fold(property.Name) == name)
        .Select(property => SaidFields.Said(property.Value))
        .FirstOrDefault(number => number is not null);
}
