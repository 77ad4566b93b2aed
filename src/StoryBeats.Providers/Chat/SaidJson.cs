using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StoryBeats.Providers.Chat;

/// <summary>Finds the JSON in what a model says: bare, in a code fence, or with prose around it.</summary>
internal static partial class SaidJson
{
    /// <summary>Longer answers are not looked at: ours have a few hundred characters.</summary>
    public const int Longest = 32 * 1024;

    // Braces in prose that are no JSON.
    private const int MostTries = 50;

    private static readonly JsonReaderOptions Reading = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    /// <summary>The whole object that most of the names wanted are in, each folded as by <see cref="Fold"/>.</summary>
    /// <returns>Null when there is no whole object with any of them.</returns>
    public static JsonElement? Find(string text, IReadOnlySet<string> wanted)
    {
        JsonElement? best = null;
        var most = 0;
        foreach (var start in Starts(text))
        {
            if (Whole(text, start) is not { } found)
                continue;

            var count = found.EnumerateObject().Select(property => Fold(property.Name)).Distinct(StringComparer.Ordinal).Count(wanted.Contains);
            if (count > most)
                (best, most) = (found, count);
        }

        return best;
    }

    /// <summary>What is already there of an object that is still being written: its whole fields.</summary>
    /// <returns>Null when no field of any of the names wanted is.</returns>
    public static JsonElement? FindBegun(string text, IReadOnlySet<string> wanted)
    {
        foreach (var start in Starts(text))
        {
            if (Begun(text, start) is { } found && found.EnumerateObject().Any(property => wanted.Contains(Fold(property.Name))))
                return found;
        }

        return null;
    }

    /// <summary>A name as it is compared: small letters alone, so that <c>musicStyle</c> is <c>music_style</c>.</summary>
    public static string Fold(string name) => new([.. name.Where(char.IsAsciiLetter).Select(char.ToLowerInvariant)]);

    private static IEnumerable<int> Starts(string text)
    {
        if (text.Length > Longest)
            yield break;

        var tries = 0;
        for (var start = text.IndexOf('{', StringComparison.Ordinal); start >= 0 && tries < MostTries; start = text.IndexOf('{', start + 1), tries++)
            yield return start;
    }

    private static JsonElement? Whole(string text, int start)
    {
        var json = text[start..];
        if (Parsed(json) is not { } found)
            return null;

        // Half a pair, escaped, is JSON and yet no text.
        return IsText(found) ? found : Parsed(EscapedPairs().Replace(json, @"\ufffd"));
    }

    private static JsonElement? Parsed(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), Reading);
        try
        {
            return JsonElement.TryParseValue(ref reader, out var found) && found.Value.ValueKind is JsonValueKind.Object ? found : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsText(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().All(property => property.Name is not null && IsText(property.Value)),
                JsonValueKind.Array => element.EnumerateArray().All(IsText),
                JsonValueKind.String => element.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\\u[dD][89a-fA-F][0-9a-fA-F]{2}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex EscapedPairs();

    private static JsonElement? Begun(string text, int start)
    {
        var bytes = Encoding.UTF8.GetBytes(text[start..]);
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(Reading));
        var end = 0L;
        try
        {
            // A field is whole once the reader is back at the object's own depth.
            while (reader.Read())
            {
                if (reader is { CurrentDepth: 1, TokenType: not (JsonTokenType.PropertyName or JsonTokenType.StartObject or JsonTokenType.StartArray) })
                    end = reader.BytesConsumed;
            }
        }
        catch (JsonException)
        {
            // What came before the fault is still there.
        }

        return end == 0 ? null : Whole(Encoding.UTF8.GetString(bytes, 0, (int)end) + "}", 0);
    }
}
