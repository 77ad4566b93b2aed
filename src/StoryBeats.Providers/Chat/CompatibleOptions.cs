using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace StoryBeats.Providers.Chat;

/// <summary>A service that speaks OpenAI's chat API: Gemini's, vLLM, LM Studio, a gateway. Without an address it is not asked.</summary>
public sealed class CompatibleOptions : PricedOptions, IValidatableObject
{
    /// <summary>The configuration section: <c>Compatible</c>.</summary>
    public const string SectionName = "Compatible";

    /// <summary>How answers and <c>Vision:Order</c> name it; small letters, digits and dashes; default "compatible".</summary>
    [RegularExpression("^[a-z0-9][a-z0-9-]{0,31}$", ErrorMessage = "Compatible:Name must be up to 32 small letters, digits and dashes, such as gemini.")]
    [DeniedValues("local", "anthropic", "openai", "ollama", ErrorMessage = "Compatible:Name is a name that another reader has: choose another, such as gemini.")]
    public string Name { get; set; } = "compatible";

    /// <summary>Where its API answers, up to the part before <c>chat/completions</c>; ends in <c>/</c>.</summary>
    [HttpAddress]
    public Uri? BaseAddress { get; set; }

    /// <summary>Its key, or null when it wants none. Never logged.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The model; it must be one that sees.</summary>
    public string? Model { get; set; }

    /// <summary>The settings as they are before anything is built.</summary>
    public static CompatibleOptions From(IConfiguration configuration) => configuration.GetSection(SectionName).Get<CompatibleOptions>() ?? new CompatibleOptions();

    /// <summary>Whether somebody meant it to be asked; half a configuration stops the start.</summary>
    public bool IsConfigured => BaseAddress is not null || !string.IsNullOrWhiteSpace(Model);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseAddress is null)
            yield return new ValidationResult("Compatible:BaseAddress is missing: set where the service answers, such as http://localhost:8000/v1/, or leave out Compatible:Model.");
        else if (BaseAddress.IsAbsoluteUri && !BaseAddress.AbsolutePath.EndsWith('/'))
            yield return new ValidationResult("Compatible:BaseAddress must end in a slash, such as http://localhost:8000/v1/.");
        if (string.IsNullOrWhiteSpace(Model))
            yield return new ValidationResult("Compatible:Model is missing: name a model of that service that sees, or leave out Compatible:BaseAddress.");
    }
}
