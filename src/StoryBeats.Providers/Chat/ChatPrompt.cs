using System.Security.Cryptography;
using System.Text;

namespace StoryBeats.Providers.Chat;

/// <summary>Instructions to a model, from a file that people may edit: <c>version: 1</c> in the first line, then the text.</summary>
internal sealed class ChatPrompt
{
    private const string VersionKey = "version:";
    private const int LongestVersion = 40;

    /// <summary>As many words in a row are no accident.</summary>
    private const int LeakWords = 8;

    private readonly HashSet<string> _runs;

    private ChatPrompt(string version, string text)
    {
        Version = version;
        Text = text;
        // Whoever edits the text and forgets the version still gets new readings.
        Id = $"{version}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}";
        _runs = [.. Runs(text)];
    }

    /// <summary>What the first line says.</summary>
    public string Version { get; }

    /// <summary>Version and a part of the text's hash: what is cached is known by it.</summary>
    public string Id { get; }

    /// <summary>The instructions.</summary>
    public string Text { get; }

    /// <summary>Reads a prompt.</summary>
    /// <exception cref="InvalidDataException">There is no version, or no text.</exception>
    public static ChatPrompt Load(string path)
    {
        var lines = File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n', 2);
        var version = lines[0].StartsWith(VersionKey, StringComparison.OrdinalIgnoreCase) ? lines[0][VersionKey.Length..].Trim() : "";
        if (version.Length is 0 or > LongestVersion)
            throw new InvalidDataException($"{path} is not a prompt: its first line must be its version, such as \"version: 2\".");
        if (lines.Length < 2 || string.IsNullOrWhiteSpace(lines[1]))
            throw new InvalidDataException($"{path} is not a prompt: there is no text after its version.");

        return new ChatPrompt(version, lines[1].Trim());
    }

    /// <summary>Whether a text repeats the instructions: eight words of them in a row.</summary>
    public bool IsLeakedBy(string text) => Runs(text).Any(_runs.Contains);

    private static IEnumerable<string> Runs(string text)
    {
        var words = new string([.. text.Select(character => char.IsLetterOrDigit(character) ? char.ToLowerInvariant(character) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var first = 0; first + LeakWords <= words.Length; first++)
            yield return string.Join(' ', words, first, LeakWords);
    }
}

/// <summary>The two prompts.</summary>
/// <param name="Vibe">For reading a photo.</param>
/// <param name="SecondLook">For ordering songs.</param>
internal sealed record ChatPrompts(ChatPrompt Vibe, ChatPrompt SecondLook)
{
    /// <summary>Reads both, the operator's own where there are some.</summary>
    public static ChatPrompts Load(DataFiles files) => new(
        ChatPrompt.Load(files.Find(Path.Combine("prompts", "vibe.md"))),
        ChatPrompt.Load(files.Find(Path.Combine("prompts", "second-look.md"))));
}
