using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using StoryBeats.Feedback;

namespace StoryBeats.Learning;

/// <summary>Registers learning.</summary>
public static class LearningServices
{
    /// <summary>
    /// Learns from an <see cref="IFeedbackStore"/>, which comes from storage. Call it after <c>AddStoryBeats</c>; somebody has to call
    /// <see cref="LearnedTasteSource.RefreshAsync"/> now and then.
    /// </summary>
    public static IServiceCollection AddLearning(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<LearningOptions, LearningOptionsValidator>(configuration.GetSection(LearningOptions.SectionName));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<LearnedTasteSource>();
        services.Replace(ServiceDescriptor.Singleton<ITasteSource>(provider => provider.GetRequiredService<LearnedTasteSource>()));
        return services;
    }
}

[OptionsValidator]
internal sealed partial class LearningOptionsValidator : IValidateOptions<LearningOptions>;
