using System.Text.Json;

namespace StoryBeats.Providers.ZeroShot;

/// <summary>Opens a model's tokenizer from the files published with it.</summary>
internal static class TokenizerFiles
{
    private const string Vocabulary = "vocab.json";
    private const string Merges = "merges.txt";
    private const string Whole = "tokenizer.json";

    /// <summary>The usual names of a SentencePiece model.</summary>
    public static readonly string[] SentencePiece = ["spiece.model", "tokenizer.model"];

    /// <summary>Opens it.</summary>
    /// <exception cref="InvalidDataException">It is not there, or not in the form expected.</exception>
    public static PromptTokenizer Open(ModelFiles files, ModelSettings settings)
    {
        if (settings.Family is ModelFamily.SigLip)
        {
            return PromptTokenizer.SigLip(
                files.Beside(SentencePiece) ?? throw Missing(files, string.Join(" or ", SentencePiece)), settings.Pad, settings.TextLength);
        }

        try
        {
            var (vocabulary, merges) = files.Beside(Vocabulary) is { } words && files.Beside(Merges) is { } pairs
                ? Read(words, pairs)
                : Read(files.Beside(Whole) ?? throw Missing(files, $"{Vocabulary} with {Merges}, and no {Whole}"));
            return PromptTokenizer.Clip(vocabulary, merges, settings.Pad, settings.TextLength);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"The tokenizer in {files.Root} is not understood: {fault.Message}", fault);
        }
    }

    /// <summary>The files that it is opened from.</summary>
    public static IEnumerable<string> Of(ModelFiles files, ModelFamily family) => family is ModelFamily.SigLip
        ? [files.Beside(SentencePiece)!]
        : files.Beside(Vocabulary) is { } words && files.Beside(Merges) is { } pairs ? [words, pairs] : [files.Beside(Whole)!];

    private static (Dictionary<string, int> Vocabulary, string[] Merges) Read(string words, string pairs)
    {
        using var vocabulary = JsonDocument.Parse(File.ReadAllBytes(words));
        // The first line names a version.
        return (Words(vocabulary.RootElement), [.. File.ReadLines(pairs).Where(line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))]);
    }

    private static (Dictionary<string, int> Vocabulary, string[] Merges) Read(string whole)
    {
        using var tokenizer = JsonDocument.Parse(File.ReadAllBytes(whole));
        var model = tokenizer.RootElement.GetProperty("model");
        return (Words(model.GetProperty("vocab")), [.. model.GetProperty("merges").EnumerateArray().Select(Pair)]);
    }

    // Newer files write a pair as a list of two.
    private static string Pair(JsonElement merge) =>
        merge.ValueKind is JsonValueKind.String ? merge.GetString()! : $"{merge[0].GetString()} {merge[1].GetString()}";

    private static Dictionary<string, int> Words(JsonElement vocabulary) =>
        vocabulary.EnumerateObject().ToDictionary(word => word.Name, word => word.Value.GetInt32(), StringComparer.Ordinal);

    private static InvalidDataException Missing(ModelFiles files, string what) =>
        new($"{files.Root} has no tokenizer: there is no {what}.");
}
