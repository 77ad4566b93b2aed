namespace StoryBeats.Fakes.Models;

/// <summary>The models by service.</summary>
public sealed class FakeModels
{
    private readonly Dictionary<FakeService, FakeModel> _models = Services.ToDictionary(service => service, FakeModel.Of);

    /// <summary>The services that are models.</summary>
    public static IReadOnlyList<FakeService> Services { get; } = [FakeService.Anthropic, FakeService.OpenAI, FakeService.Compatible, FakeService.Ollama];

    /// <summary>The model of a service.</summary>
    public FakeModel this[FakeService service] => _models[service];

    /// <summary>All models.</summary>
    public IEnumerable<FakeModel> All => _models.Values;

    /// <summary>Whether a service is a model.</summary>
    public static bool Has(FakeService service) => Services.Contains(service);
}
