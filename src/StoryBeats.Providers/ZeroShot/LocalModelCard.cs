using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoryBeats.Providers.ZeroShot;

/// <summary>What is known of a model that was added.</summary>
internal sealed record LocalModelCard
{
    /// <summary>The card's name in the model's folder.</summary>
    public const string FileName = "card.json";

    /// <summary>How it is called.</summary>
    public required string Name { get; init; }

    /// <summary>Its kind.</summary>
    public required ModelFamily Family { get; init; }

    /// <summary>The file that looks at photos.</summary>
    public required string Vision { get; init; }

    /// <summary>Length of its embeddings.</summary>
    public required int Dimensions { get; init; }

    /// <summary>How it is shown photos.</summary>
    public required ImagePreparation Preparation { get; init; }

    /// <summary>What a cosine is multiplied by, to compare likelihoods.</summary>
    public required double LogitScale { get; init; }

    /// <summary>The prompts that its sentences were made of: <see cref="ZeroShotPrompts.Sha256"/>.</summary>
    public required string PromptsSha256 { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The file of a head that was trained on its embeddings, or null.</summary>
    public string? Head { get; init; }

    /// <summary>The files it was made of; those kept lie beside the card.</summary>
    public required IReadOnlyList<ModelFile> Files { get; init; }

    /// <summary>Reads the card in a model's folder.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static LocalModelCard Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var card = JsonSerializer.Deserialize(File.ReadAllBytes(path), LocalModelJson.Default.LocalModelCard) ?? throw new JsonException("it is empty.");
            return card.Fault() is { } fault ? throw new JsonException(fault + ".") : card;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{path} is not a model's card: {fault.Message} {Remedy(Path.GetFileName(folder))}", fault);
        }
    }

    /// <summary>Writes it, whole or not at all.</summary>
    public void Save(string folder)
    {
        var path = Path.Combine(folder, FileName);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(this, LocalModelJson.Default.LocalModelCard));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Compares what is kept with the sizes of when it was added, which takes no time.</summary>
    /// <exception cref="InvalidDataException">A file is missing or another.</exception>
    public void Check(string folder)
    {
        foreach (var file in Files.Where(file => file.Kept))
        {
            var found = new FileInfo(Path.Combine(folder, file.Name));
            if (!found.Exists)
                throw new InvalidDataException($"{found.FullName} of the local model {Name} is missing. {Remedy(Name)}");
            if (found.Length != file.Bytes)
                throw Changed(found.FullName, string.Create(CultureInfo.InvariantCulture, $"it has {found.Length} bytes, and had {file.Bytes}"));
        }
    }

    /// <summary>Compares what is kept with the sums of when it was added, which reads all of it.</summary>
    /// <exception cref="InvalidDataException">A file is missing or another.</exception>
    public void Verify(string folder)
    {
        Check(folder);
        foreach (var file in Files.Where(file => file.Kept))
        {
            var path = Path.Combine(folder, file.Name);
            if (ModelFile.Sum(path) is var sum && sum != file.Sha256)
                throw Changed(path, $"its SHA-256 is {sum}, and was {file.Sha256}");
        }
    }

    private InvalidDataException Changed(string path, string how) =>
        new($"{path} is not the file that was added as the local model {Name}: {how}. {Remedy(Name)}");

    // What is taken for granted of a card.
    private string? Fault()
    {
        if (PromptsSha256.Length != ModelFile.SumLength || Files.Any(file => file is not { Name.Length: > 0, Sha256.Length: ModelFile.SumLength }))
            return "a file has no name or no SHA-256";
        if (new[] { Vision, PromptEmbeddings.FileName, Head }.OfType<string>().FirstOrDefault(name => !Files.Any(file => file.Kept && file.Name == name)) is { } unlisted)
            return $"it does not list {unlisted}";
        return Preparation.Fault();
    }

    private static string Remedy(string name) =>
        $"Run `storybeats models remove {name}`, and `storybeats models add` if you trust what you have.";
}

/// <summary>A file of a model.</summary>
/// <param name="Name">Its name, without folders.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256 in small hexadecimal digits.</param>
/// <param name="Kept">Whether it lies beside the card; the others were needed once.</param>
internal sealed record ModelFile(string Name, long Bytes, string Sha256, bool Kept)
{
    /// <summary>Digits of a sum.</summary>
    public const int SumLength = 64;

    /// <summary>Looks at a file.</summary>
    public static ModelFile Of(string path, bool kept) => new(Path.GetFileName(path), new FileInfo(path).Length, Sum(path), kept);

    /// <summary>The SHA-256 of a file.</summary>
    public static string Sum(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LocalModelCard))]
internal sealed partial class LocalModelJson : JsonSerializerContext;
