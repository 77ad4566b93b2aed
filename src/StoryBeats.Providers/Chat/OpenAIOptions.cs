using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace StoryBeats.Providers.Chat;

/// <summary>How OpenAI's models read photos. Without a key they are not asked.</summary>
public sealed class OpenAIOptions : PricedOptions
{
    /// <summary>The configuration section: <c>OpenAI</c>.</summary>
    public const string SectionName = "OpenAI";

    /// <summary>The key. Never logged.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Where the API answers; ends in <c>/v1/</c>.</summary>
    [WebAddress]
    public Uri BaseAddress { get; set; } = new("https://api.openai.com/v1/");

    /// <summary>The model; default gpt-6-luna, made for speed.</summary>
    [Required(ErrorMessage = "OpenAI:Model is empty: leave it out, or name a model that sees, such as gpt-6-luna.")]
    public string Model { get; set; } = "gpt-6-luna";

    /// <summary>The settings as they are before anything is built.</summary>
    public static OpenAIOptions From(IConfiguration configuration) => configuration.GetSection(SectionName).Get<OpenAIOptions>() ?? new OpenAIOptions();

    /// <summary>Whether there is a key to ask with.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(ApiKey);
}
