using System.Text.Json;

namespace StoryBeats.Providers.Tests.ZeroShot;

/// <summary>A model that knows red, blue and plain, published in the way of the real ones.</summary>
internal static class ToyModel
{
    /// <summary>The words it knows, each with its direction in colours.</summary>
    private static readonly (string Word, float[] Direction)[] Words = [("red", [2, -1, -1]), ("blue", [-1, -1, 2]), ("plain", [1, 1, 1])];

    // The last two are the bytes of é, as CLIP spells bytes.
    private static readonly string[] Letters = [.. "abcdefghijklmnopqrstuvwxyz0123456789.,!'-Ã©".Select(letter => letter.ToString())];

    /// <summary>CLIP's way of numbering: letters, letters that end a word, what merges make of them, start and end.</summary>
    public static string[] Vocabulary { get; } =
        [.. Letters, .. Letters.Select(letter => letter + "</w>"), .. Words.SelectMany(word => Steps(word.Word)).Select(step => step.Replace(" ", "", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal), "<|startoftext|>", "<|endoftext|>"];

    /// <summary>The merges, most frequent first.</summary>
    public static string[] Merges { get; } = [.. Words.SelectMany(word => Steps(word.Word))];

    /// <summary>The vector of each token.</summary>
    public static float[] Vectors => [.. Vocabulary.SelectMany(token => Words.FirstOrDefault(word => token == word.Word + "</w>").Direction ?? [0f, 0f, 0f])];

    /// <summary>Publishes it in a folder of a folder.</summary>
    public static string Publish(string parent, string name = "toy-clip")
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, name)).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "onnx"));
        File.WriteAllBytes(Path.Combine(folder, "onnx", "vision_model_quantized.onnx"), ToyOnnx.Vision());
        File.WriteAllBytes(Path.Combine(folder, "onnx", "text_model.onnx"), ToyOnnx.Text(Vectors));
        File.WriteAllText(Path.Combine(folder, "config.json"), """{ "model_type": "clip", "text_config": { "max_position_embeddings": 12 } }""");
        File.WriteAllText(Path.Combine(folder, "preprocessor_config.json"), """{ "size": 32, "crop_size": 32, "do_center_crop": true, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5] }""");
        File.WriteAllText(Path.Combine(folder, "vocab.json"), JsonSerializer.Serialize(Numbered()));
        File.WriteAllLines(Path.Combine(folder, "merges.txt"), ["#version: 0.2", .. Merges]);
        return folder;
    }

    /// <summary>Every token with its number.</summary>
    public static Dictionary<string, int> Numbered() => Vocabulary.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id, StringComparer.Ordinal);

    /// <summary>Prompts in its words, for a data folder: red is romantic, a sunset and Indian, blue melancholic, a lake and western.</summary>
    public static void WritePrompts(string dataFolder) => File.WriteAllText(Path.Combine(dataFolder, "zero-shot-prompts.json"), """
        {
          "moods": {
            "romantic": ["red", "a red one"], "melancholic": ["blue"], "peaceful": ["plain"], "happy": ["plain"], "energetic": ["plain"],
            "confident": ["plain"], "nostalgic": ["plain"], "dreamy": ["plain"], "moody": ["plain"],
          },
          "themes": ["{}"],
          "wording": { "sunset": "red", "lake": "blue", "bored pose": "plain" },
          "background": ["plain"],
          "culture": { "indian": ["red"], "western": ["blue"], "neutral": ["plain"] },
        }
        """);

    // "r e", "re d</w>": a word is built from its front.
    private static IEnumerable<string> Steps(string word)
    {
        for (var end = 1; end < word.Length; end++)
            yield return $"{word[..end]} {word[end]}{(end == word.Length - 1 ? "</w>" : "")}";
    }
}
