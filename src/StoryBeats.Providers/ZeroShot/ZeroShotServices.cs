using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StoryBeats.Vision;

namespace StoryBeats.Providers.ZeroShot;

/// <summary>Registers bigger models on this machine.</summary>
internal static class ZeroShotServices
{
    /// <summary>Adds them, and the one that is chosen.</summary>
    public static IServiceCollection AddLocalModels(this IServiceCollection services)
    {
        services.AddSingleton<LocalModelStore>();
        services.AddSingleton<ModelHeadLab>();
        services.AddSingleton<IValidateOptions<VisionOptions>, LocalModelSetting>();
        return services.AddSingleton(provider => ActiveModel.Open(provider.GetRequiredService<LocalModelStore>(), provider.GetRequiredService<IOptions<VisionOptions>>()));
    }
}
