using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Visits;

/// <summary>Registers visits and profiles.</summary>
internal static class VisitServices
{
    public static IServiceCollection AddVisits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FeedbackOptions>().Bind(configuration.GetSection(FeedbackOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<FeedbackOptions>, FeedbackOptionsValidator>();
        services.AddDataProtection().SetApplicationName("StoryBeats");
        services.AddSingleton<CountedVisits>();
        services.AddSingleton<ProfileCookie>();
        services.AddSingleton<VisitBook>();
        return services;
    }
}
