using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Providers.ZeroShot;
using StoryBeats.Recommendations;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.ZeroShot;

/// <summary>Tests with a toy model that somebody published, and a data folder with prompts that it is added to.</summary>
public abstract class PublishedToyTests : IDisposable
{
    private readonly TempFolder _published = new();
    private readonly TempFolder _data = new();

    private protected PublishedToyTests()
    {
        ToyModel.WritePrompts(_data.Path);
        Model = ToyModel.Publish(_published.Path);
        Models = Store(_data.Path);
    }

    /// <summary>The data folder.</summary>
    private protected string Data => _data.Path;

    /// <summary>The folder that the model was published as.</summary>
    private protected string Model { get; }

    private protected LocalModelStore Models { get; }

    public void Dispose()
    {
        _published.Dispose();
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    internal static LocalModelStore Store(string data) => new(
        Options.Create(new StoryBeatsOptions { DataDirectory = data }), new DataFiles(data),
        MoodLexicon.Load(Path.Combine(DataFiles.BuiltIn, "mood-lexicon.json")), new FakeTimeProvider());

    private protected LocalModel Add(params string[] sha256) => Models.Add(Model, null, sha256, null, CancellationToken.None);

    private protected string Onnx(string name) => Path.Combine(Model, "onnx", name);

    /// <summary>Where a model that was added is kept.</summary>
    private protected string Folder(string name) => Path.Combine(Data, "models", name);
}
