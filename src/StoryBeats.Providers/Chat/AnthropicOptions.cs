using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace StoryBeats.Providers.Chat;

/// <summary>How Anthropic's models read photos. Without a key they are not asked.</summary>
public sealed class AnthropicOptions : PricedOptions
{
    /// <summary>The configuration section: <c>Anthropic</c>.</summary>
    public const string SectionName = "Anthropic";

    /// <summary>The key. Never logged.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Where the API answers; ends in <c>/</c>, without <c>v1/</c>.</summary>
    [WebAddress]
    public Uri BaseAddress { get; set; } = new("https://api.anthropic.com/");

    /// <summary>The model; default claude-haiku-5-5, the fastest that sees.</summary>
    [Required(ErrorMessage = "Anthropic:Model is empty: leave it out, or name a model that sees, such as claude-haiku-5-5.")]
    public string Model { get; set; } = "claude-haiku-5-5";

    /// <summary>The settings as they are before anything is built.</summary>
    public static AnthropicOptions From(IConfiguration configuration) => configuration.GetSection(SectionName).Get<AnthropicOptions>() ?? new AnthropicOptions();

    /// <summary>Whether there is a key to ask with.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(ApiKey);
}
