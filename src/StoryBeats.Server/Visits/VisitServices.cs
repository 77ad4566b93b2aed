using Microsoft.AspNetCore.DataProtection;

namespace StoryBeats.Server.Visits;

/// <summary>Registers visits and profiles.</summary>
internal static class VisitServices
{
    public static IServiceCollection AddVisits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<FeedbackOptions, FeedbackOptionsValidator>(configuration.GetSection(FeedbackOptions.SectionName));
        services.AddDataProtection().SetApplicationName("StoryBeats");
        services.AddSingleton<CountedVisits>();
        services.AddSingleton<ProfileCookie>();
        services.AddSingleton<VisitBook>();
        return services;
    }
}
