using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StoryBeats.Fakes.Catalog;

namespace StoryBeats.Fakes.Models;

/// <summary>An order of the songs that a question lists by number: the same picture and songs always give the same, and never the order given.</summary>
internal static partial class SongOrder
{
    private static readonly string[] NumberNames = ["song", "number", "index", "track"];

    /// <summary>Whether a question asks for an order: by its schema, or where it has none by its numbered lines.</summary>
    public static bool IsAskedIn(JsonObject? schema, string prompt) => schema is null
        ? Line().Count(prompt) >= 2
        : (schema.Member("properties") as JsonObject ?? []).Any(property => IsOrder(property.Value));

    /// <summary>The fields an order has.</summary>
    public static JsonObject Of(ModelCall call)
    {
        const double most = .95, least = .3;
        var light = call.Images.Select(image => image.Light).OfType<PictureLight>().FirstOrDefault()?.Brightness ?? .5;
        var given = Line().Matches(call.Prompt).Select(line => (Number: int.Parse(line.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), Title: line.Groups["title"].Value.Trim())).ToList();
        var order = given.OrderBy(song => FakeIds.Number(string.Create(CultureInfo.InvariantCulture, $"{light:0.00} {song.Title}"))).ToList();
        if (order.SequenceEqual(given))
            order.Reverse();
        var step = order.Count > 1 ? (most - least) / (order.Count - 1) : 0;
        return new JsonObject
        {
            ["reason"] = order.Count > 0 ? $"{order[0].Title} has the {(light > .5 ? "openness of this bright" : "hush of this dim")} scene." : "There is no song to choose.",
            ["order"] = FakeJson.Array(order.Select((song, place) => (JsonNode?)new JsonObject { ["song"] = song.Number, ["confidence"] = Math.Round(most - (step * place), 2) })),
        };
    }

    private static bool IsOrder(JsonNode? property) =>
        property.Member("items").Member("properties") is JsonObject fields && fields.ContainsKey("confidence") && NumberNames.Any(fields.ContainsKey);

    [GeneratedRegex(@"^[ \t]*(?<number>\d{1,4})[.):][ \t]+(?<title>\S.*)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Line();
}
