using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace StoryBeats;

/// <summary>Registers settings that are checked before anything starts.</summary>
public static class ValidatedOptions
{
    /// <summary>Binds a section. A value that the validator refuses stops the start, with its sentence.</summary>
    /// <typeparam name="TOptions">The settings.</typeparam>
    /// <typeparam name="TValidator">Who checks them.</typeparam>
    public static IServiceCollection AddValidated<TOptions, TValidator>(this IServiceCollection services, IConfigurationSection section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().Bind(section).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
    }
}
