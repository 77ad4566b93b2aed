
namespace StoryBeats.Server.Admin;

/// <summary>Registers who may see the figures.</summary>
internal static class AdminServices
{
    public static IServiceCollection AddAdmin(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<AdminOptions, AdminOptionsValidator>(configuration.GetSection(AdminOptions.SectionName));
        return services;
    }
}
