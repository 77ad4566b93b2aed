using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using StoryBeats.Recommendations;
using StoryBeats.Vision;

namespace StoryBeats.Providers.ZeroShot;

/// <summary>A bigger model on this machine.</summary>
/// <param name="Name">How it is called.</param>
/// <param name="Family">Its kind: CLIP or SigLIP.</param>
/// <param name="Bytes">What its files take on disk.</param>
/// <param name="Dimensions">Length of its embeddings.</param>
/// <param name="AddedAt">When it was added.</param>
/// <param name="HasHead">Whether a head was trained on its embeddings.</param>
/// <param name="IsActive">Whether it reads photos.</param>
/// <param name="PromptsAreCurrent">Whether it was added with the prompts and themes that there are now.</param>
/// <param name="Trouble">What is wrong with its files, as sentences, or null.</param>
public sealed record LocalModel(
    string Name, string Family, long Bytes, int Dimensions, DateTimeOffset AddedAt, bool HasHead, bool IsActive, bool PromptsAreCurrent, string? Trouble);

/// <summary>The bigger models in the data folder: a folder each in <c>models</c>.</summary>
public sealed partial class LocalModelStore(IOptions<StoryBeatsOptions> options, DataFiles files, MoodLexicon lexicon, TimeProvider clock)
{
    /// <summary>The name that stands for no model.</summary>
    public const string BuiltIn = "builtin";

    private const string ChosenName = "active";

    // Longer than any adding takes: what is older was left by a killed process.
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private readonly string _root = Path.Combine(options.Value.DataDirectory, "models");

    private string Marker => Path.Combine(_root, ChosenName);

    /// <summary>Every model, by name; each file is compared with its sum.</summary>
    /// <param name="setting">The setting <c>Vision:LocalModel</c>, or null.</param>
    public IReadOnlyList<LocalModel> List(string? setting) => [.. Names().Select(name => Describe(name, Chosen(setting)))];

    /// <summary>Whether there is a model of that name.</summary>
    public bool Has(string name) => IsName(name) && File.Exists(Path.Combine(_root, name, LocalModelCard.FileName));

    /// <summary>The name of the model that reads photos, or null for our own network alone.</summary>
    /// <param name="setting">The setting <c>Vision:LocalModel</c>, which counts before the choice made here, or null.</param>
    public string? Chosen(string? setting)
    {
        var name = setting is { Length: > 0 } ? setting : File.Exists(Marker) ? File.ReadAllText(Marker).Trim() : BuiltIn;
        return name == BuiltIn ? null : name;
    }

    /// <summary>What is wrong with the model that was chosen and what to do, or null: its card and the sizes of its files are looked at, not their sums.</summary>
    /// <param name="setting">The setting <c>Vision:LocalModel</c>, or null.</param>
    public string? Trouble(string? setting)
    {
        try
        {
            if (Chosen(setting) is { } name)
            {
                var folder = Require(name);
                LocalModelCard.Load(folder).Check(folder);
            }

            return null;
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            return WithChoice(fault, setting);
        }
    }

    /// <summary>Chooses a model, or <see cref="BuiltIn"/>; a server that runs takes it at its next start.</summary>
    /// <exception cref="InvalidDataException">There is none of that name, or its files were changed.</exception>
    public void Use(string name)
    {
        if (name == BuiltIn)
        {
            if (File.Exists(Marker))
                File.Delete(Marker);
            return;
        }

        LocalModelCard.Load(Require(name)).Verify(Require(name));
        var unfinished = Path.Combine(_root, ".choosing");
        File.WriteAllText(unfinished, name);
        File.Move(unfinished, Marker, overwrite: true);
    }

    /// <summary>Adds a model: it is there whole, or not at all.</summary>
    /// <param name="path">The folder that it is published as, or its file that looks at photos.</param>
    /// <param name="name">How to call it; null: as its folder.</param>
    /// <param name="sha256">SHA-256 sums of its ONNX files: none, or one of each.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidDataException">It cannot be used; says why.</exception>
    public LocalModel Add(string path, string? name, IReadOnlyList<string> sha256, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var source = ModelFiles.Find(path);
        name ??= Path.GetFileName(source.Root).ToLowerInvariant();
        if (!IsName(name) || name is BuiltIn or ChosenName)
            throw new InvalidDataException($"\"{name}\" cannot be a model's name: small letters, digits, dots and dashes, and neither {BuiltIn} nor {ChosenName}. Choose one with --name.");
        var folder = Path.Combine(_root, name);
        if (Directory.Exists(folder))
            throw Taken(name);

        var prompts = ZeroShotPrompts.Load(files, lexicon);
        Directory.CreateDirectory(_root);
        Sweep();
        // Of its own, however many add that name at once: the first that ends has it.
        var unfinished = Unfinished("adding", name);
        Directory.CreateDirectory(unfinished);
        try
        {
            LocalModelAdder.Fill(source, name, sha256, prompts, unfinished, clock.GetUtcNow(), progress, cancellationToken);
            Directory.Move(unfinished, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            throw Taken(name);
        }
        finally
        {
            DeleteFolder(unfinished);
        }

        return Describe(name, active: null);
    }

    /// <summary>Removes a model; our own network reads photos where it did.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public void Remove(string name)
    {
        var folder = Require(name);
        if (Chosen(setting: null) == name)
            Use(BuiltIn);
        // Gone at once, however long deleting takes.
        var removed = Unfinished("removing", name);
        Directory.Move(folder, removed);
        // An add that comes by sweeps what is old, and the folder is as old as the model.
        Directory.SetLastWriteTimeUtc(removed, clock.GetUtcNow().UtcDateTime);
        DeleteFolder(removed);
    }

    /// <summary>What there is to choose from, as a sentence.</summary>
    public string WhatThereIs() => Names() is { Count: > 0 } names
        ? $"There are {string.Join(", ", names)} and {BuiltIn}."
        : $"There is {BuiltIn} alone; `storybeats models add` adds others.";

    /// <summary>Opens the model that was chosen, or gives null for our own network alone.</summary>
    /// <exception cref="InvalidDataException">It cannot be used; says why and what to do.</exception>
    internal ZeroShotReader? OpenChosen(string? setting)
    {
        try
        {
            return Chosen(setting) is { } name ? Open(name) : null;
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            throw new InvalidDataException(WithChoice(fault, setting), fault);
        }
    }

    internal ZeroShotReader Open(string name) => ZeroShotReader.Open(Require(name));

    internal string Require(string name) => Has(name)
        ? Path.Combine(_root, name)
        : throw new InvalidDataException($"There is no local model {name}. {WhatThereIs()}");

    private List<string> Names() => Directory.Exists(_root)
        ? [.. Directory.EnumerateDirectories(_root).Select(folder => Path.GetFileName(folder)).Where(Has).Order(StringComparer.Ordinal)]
        : [];

    private LocalModel Describe(string name, string? active)
    {
        var folder = Require(name);
        var model = new LocalModel(name, "", 0, 0, default, HasHead: false, name == active, PromptsAreCurrent: true, Trouble: null);
        try
        {
            var card = LocalModelCard.Load(folder);
            model = model with
            {
                Family = card.Family is ModelFamily.Clip ? "CLIP" : "SigLIP",
                Bytes = card.Files.Where(file => file.Kept).Sum(file => file.Bytes),
                Dimensions = card.Dimensions,
                AddedAt = card.AddedAt,
                HasHead = card.Head is not null,
                PromptsAreCurrent = card.PromptsSha256 == ZeroShotPrompts.Load(files, lexicon).Sha256,
            };
            card.Verify(folder);
            return model;
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            return model with { Trouble = fault.Message };
        }
    }

    private static bool IsOfFiles(Exception fault) => fault is InvalidDataException or IOException or UnauthorizedAccessException;

    private static string WithChoice(Exception fault, string? setting) => fault.Message + (setting is { Length: > 0 }
        ? $" The setting Vision:LocalModel names it: another model or {BuiltIn} may stand there."
        : $" It was chosen: `storybeats models use` chooses another, or {BuiltIn}.");

    private InvalidDataException Taken(string name) => new(Has(name)
        ? $"There is a model {name} already. Choose another name with --name, or run `storybeats models remove {name}`."
        : $"{Path.Combine(_root, name)} is there and is no model. Delete it, or choose another name with --name.");

    private string Unfinished(string what, string name) => Path.Combine(_root, $".{what}-{name}-{Guid.NewGuid():N}");

    private void Sweep()
    {
        // .adding-NAME-… and .removing-NAME-…
        foreach (var left in Directory.GetDirectories(_root, ".*ing-*"))
        {
            try
            {
                if (clock.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(left) > Abandoned)
                    DeleteFolder(left);
            }
            catch (Exception fault) when (IsOfFiles(fault))
            {
                // Another process sweeps too, or it is another user's: it is in nobody's way.
            }
        }
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    private static bool IsName(string name) => NamePattern().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NamePattern();
}
