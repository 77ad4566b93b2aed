namespace StoryBeats.Providers.ZeroShot;

/// <summary>The files of a model as they are published: two encoders or one file with both, what the tokenizer needs, and settings.</summary>
/// <param name="Vision">What looks at photos.</param>
/// <param name="Text">What reads sentences; the same file where one does both.</param>
/// <param name="Root">The folder of the settings.</param>
internal sealed record ModelFiles(string Vision, string Text, string Root)
{
    // For every photo: bytes instead of floats take a quarter of the memory and less time. Half floats are slow on a CPU.
    private static readonly string[] SmallFirst = ["_quantized", "_int8", "_uint8", "", "_fp16"];

    // Once, when it is added: the exact one, whatever it weighs.
    private static readonly string[] ExactFirst = ["", "_fp16", "_quantized", "_int8", "_uint8"];

    private static readonly string[] WeightEndings = ["_data", ".data"];

    /// <summary>Looks for them in a folder and its <c>onnx</c>, or around a vision file.</summary>
    /// <exception cref="InvalidDataException">There is no encoder of photos, or none of sentences.</exception>
    public static ModelFiles Find(string path)
    {
        var isFile = File.Exists(path);
        if (!isFile && !Directory.Exists(path))
            throw new InvalidDataException($"There is no file or folder {path}.");

        var folder = new DirectoryInfo(isFile ? Path.GetDirectoryName(Path.GetFullPath(path))! : Path.GetFullPath(path));
        var root = folder.Name == "onnx" ? folder.Parent! : folder;
        var vision = isFile ? Path.GetFullPath(path) : Best(root, "vision_model", SmallFirst) ?? Best(root, "model", SmallFirst)
            ?? throw new InvalidDataException($"{root.FullName} holds no vision_model*.onnx and no model*.onnx, and neither does a folder onnx in it.");
        var text = Best(root, "text_model", ExactFirst) ?? (Path.GetFileName(vision).StartsWith("model", StringComparison.Ordinal) ? vision
            : throw new InvalidDataException($"{root.FullName} holds no text_model*.onnx, and neither does a folder onnx in it: it is needed once, for the words that photos are compared with."));
        return new ModelFiles(vision, text, root.FullName);
    }

    /// <summary>A file beside the settings, or null where there is none.</summary>
    public string? Beside(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(Root, name);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    /// <summary>An ONNX file, and the files beside it that hold weights of a large one, by their usual names.</summary>
    public static IReadOnlyList<string> WithWeights(string path) =>
        [path, .. WeightEndings.Select(ending => path + ending).Where(File.Exists)];

    private static string? Best(DirectoryInfo root, string stem, string[] order) =>
        new[] { root, new DirectoryInfo(Path.Combine(root.FullName, "onnx")) }
            .Where(folder => folder.Exists)
            .SelectMany(folder => folder.EnumerateFiles(stem + "*.onnx"))
            .OrderBy(file => Rank(file, stem, order))
            .ThenBy(file => file.Name, StringComparer.Ordinal)
            .FirstOrDefault()?.FullName;

    private static int Rank(FileInfo file, string stem, string[] order)
    {
        var rank = Array.IndexOf(order, Path.GetFileNameWithoutExtension(file.Name)[stem.Length..]);
        return rank < 0 ? order.Length : rank;
    }
}
