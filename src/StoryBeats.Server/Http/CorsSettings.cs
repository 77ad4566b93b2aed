using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Http;

/// <summary>Whose pages may call the API from a browser.</summary>
public sealed class CorsSettings
{
    /// <summary>The configuration section: <c>Cors</c>.</summary>
    public const string SectionName = "Cors";

    /// <summary>
    /// Origins, such as <c>https://songs.example</c>: the first as <c>Cors__Origins__0</c> and so on, or all in <c>Cors__Origins</c>, comma-separated. Their pages may
    /// call and read, without our cookies; by default nobody's but our own.
    /// </summary>
    public IReadOnlyList<string> Origins { get; set; } = [];
}

internal sealed class CorsSettingsValidator : IValidateOptions<CorsSettings>
{
    public ValidateOptionsResult Validate(string? name, CorsSettings options) => options.Origins.All(IsOrigin)
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
        var section = configuration.GetSection(CorsSettings.SectionName);
        services.AddValidated<CorsSettings, CorsSettingsValidator>(section);
        if (section[nameof(CorsSettings.Origins)] is { } list)
            services.PostConfigure<CorsSettings>(settings => settings.Origins = CommaSeparated.Parts(list));
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<CorsSettings>>((cors, settings) => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. settings.Value.Origins])
            .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete)
            .WithHeaders("Content-Type", "Accept", "Accept-Language")
            .WithExposedHeaders("Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        return services;
    }
}
