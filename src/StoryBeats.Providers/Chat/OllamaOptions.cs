using Microsoft.Extensions.Configuration;

namespace StoryBeats.Providers.Chat;

/// <summary>How models of an Ollama read photos. Without a model it is not asked.</summary>
public sealed class OllamaOptions : PricedOptions
{
    /// <summary>The configuration section: <c>Ollama</c>.</summary>
    public const string SectionName = "Ollama";

    /// <summary>Where it answers; ends in <c>/</c>.</summary>
    [WebAddress]
    public Uri BaseAddress { get; set; } = new("http://localhost:11434/");

    /// <summary>The model, pulled before; it must be one that sees. Null: Ollama is not asked.</summary>
    public string? Model { get; set; }

    /// <summary>The settings as they are before anything is built.</summary>
    public static OllamaOptions From(IConfiguration configuration) => configuration.GetSection(SectionName).Get<OllamaOptions>() ?? new OllamaOptions();

    /// <summary>Whether a model is named.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(Model);
}
