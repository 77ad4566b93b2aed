using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Http;

/// <summary>How the server ends.</summary>
public sealed class ShutdownOptions
{
    /// <summary>The configuration section: <c>Shutdown</c>.</summary>
    public const string SectionName = "Shutdown";

    /// <summary>How long requests under way may take to end once the server is told to stop, in seconds; default 25.</summary>
    [Range(1, 600)]
    public int Seconds { get; set; } = 25;
}

[OptionsValidator]
internal sealed partial class ShutdownOptionsValidator : IValidateOptions<ShutdownOptions>;

/// <summary>Whether browsers are told to come by https alone.</summary>
public sealed class HstsSettings
{
    /// <summary>The configuration section: <c>Hsts</c>.</summary>
    public const string SectionName = "Hsts";

    /// <summary>For how many days a browser that came by https comes by nothing else; default 30, 0 for not at all.</summary>
    [Range(0, 730)]
    public int Days { get; set; } = 30;
}

[OptionsValidator]
internal sealed partial class HstsSettingsValidator : IValidateOptions<HstsSettings>;

/// <summary>What bounds every connection, and how the server ends.</summary>
internal static class Serving
{
    /// <summary>Bounds connections: who sends a header or a body drop by drop holds nothing for long.</summary>
    public static void Bound(KestrelServerLimits limits)
    {
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxConcurrentConnections = 10_000;
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));
    }

    public static IServiceCollection AddServing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<ShutdownOptions, ShutdownOptionsValidator>(configuration.GetSection(ShutdownOptions.SectionName));
        services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>((host, shutdown) => host.ShutdownTimeout = TimeSpan.FromSeconds(shutdown.Value.Seconds));
        services.AddValidated<HstsSettings, HstsSettingsValidator>(configuration.GetSection(HstsSettings.SectionName));
        services.AddOptions<HstsOptions>().Configure<IOptions<HstsSettings>>((hsts, settings) => hsts.MaxAge = TimeSpan.FromDays(settings.Value.Days));
        return services;
    }

    /// <summary>HSTS, to who came by https.</summary>
    public static void UseHttpsFromNowOn(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<HstsSettings>>().Value.Days > 0)
            app.UseHsts();
    }
}
