using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Http;

/// <summary>Whose pages may call the API from a browser.</summary>
public sealed class CorsSettings
{
    /// <summary>The configuration section: <c>Cors</c>.</summary>
    public const string SectionName = "Cors";

    /// <summary>
    /// Origins, comma-separated: <c>https://songs.example</c>. Their pages may call and read, without our cookies; by default nobody's but our own.
    /// </summary>
    public string? Origins { get; set; }

    internal string[] List => CommaSeparated.Parts(Origins);
}

internal sealed class CorsSettingsValidator : IValidateOptions<CorsSettings>
{
    public ValidateOptionsResult Validate(string? name, CorsSettings options) => Array.TrueForAll(options.List, IsOrigin)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail("Cors:Origins must be origins, comma-separated, each https://host or http://host:port without a path. Name every site: * is not taken.");

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase) && uri.UserInfo.Length == 0 && !text.Contains('*', StringComparison.Ordinal);
}

/// <summary>Opens the API to other sites' pages, where that is set.</summary>
internal static class CrossOrigin
{
    public static IServiceCollection AddCrossOrigin(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<CorsSettings, CorsSettingsValidator>(configuration.GetSection(CorsSettings.SectionName));
        // A list may also be written as one: Cors__Origins__0.
        services.PostConfigure<CorsSettings>(settings => settings.Origins ??= configuration.GetSection($"{CorsSettings.SectionName}:{nameof(CorsSettings.Origins)}").Get<string[]>() is { } list ? string.Join(',', list) : null);
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<CorsSettings>>((cors, settings) => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(settings.Value.List)
            .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete)
            .WithHeaders("Content-Type", "Accept", "Accept-Language")
            .WithExposedHeaders("Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        return services;
    }
}
