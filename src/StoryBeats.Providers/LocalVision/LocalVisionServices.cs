using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StoryBeats.Providers.ZeroShot;
using StoryBeats.Vision;

namespace StoryBeats.Providers.LocalVision;

/// <summary>Registers the reader on this machine.</summary>
public static class LocalVisionServices
{
    /// <summary>Adds it as the analyzer.</summary>
    public static IServiceCollection AddLocalVision(this IServiceCollection services)
    {
        // Half a second of every start: tests that start hundreds of servers bring one that is loaded.
        services.TryAddSingleton(_ => new PhotoFeatures(LocalVisionFiles.BackboneFolder));
        services.AddSingleton(_ => VisionHead.Load(LocalVisionFiles.HeadPath));
        services.AddLocalModels();
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
