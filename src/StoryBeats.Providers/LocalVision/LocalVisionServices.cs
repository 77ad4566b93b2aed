using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Vision;

namespace StoryBeats.Providers.LocalVision;

/// <summary>Registers the reader on this machine.</summary>
public static class LocalVisionServices
{
    /// <summary>Adds it as the analyzer.</summary>
    public static IServiceCollection AddLocalVision(this IServiceCollection services)
    {
        services.AddSingleton(_ => new PhotoFeatures(LocalVisionFiles.BackboneFolder));
        services.AddSingleton(_ => VisionHead.Load(LocalVisionFiles.HeadPath));
        services.AddSingleton<IVibeAnalyzer, LocalVibeAnalyzer>();
        return services;
    }
}

/// <summary>Where the models lie.</summary>
public static class LocalVisionFiles
{
    /// <summary>The trained head that comes with the program.</summary>
    public static string HeadPath { get; } = Path.Combine(AppContext.BaseDirectory, "models", "vision-head.bin");

    /// <summary>The folder of the network.</summary>
    public static string BackboneFolder { get; } = Path.Combine(AppContext.BaseDirectory, "models", "resnet18");
}
