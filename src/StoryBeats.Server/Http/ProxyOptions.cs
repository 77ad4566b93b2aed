using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace StoryBeats.Server.Http;

/// <summary>Which proxies are believed what they say of the visitor.</summary>
public sealed class ProxyOptions
{
    /// <summary>The configuration section: <c>Proxies</c>.</summary>
    public const string SectionName = "Proxies";

    /// <summary>
    /// Addresses and networks of our own proxies, comma-separated: <c>127.0.0.1,10.0.0.0/8</c>. Their X-Forwarded-For and X-Forwarded-Proto are
    /// believed, nobody else's; by default there is none.
    /// </summary>
    public string? Known { get; set; }

    /// <summary>The networks; an address is a network of one.</summary>
    internal IReadOnlyList<IPNetwork?> Networks => [.. CommaSeparated.Parts(Known).Select(Network)];

    private static IPNetwork? Network(string text) => IPAddress.TryParse(text, out var address)
        ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network : null;
}

internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options) => options.Networks.Contains(null)
        ? ValidateOptionsResult.Fail("Proxies:Known must be addresses or networks of our own proxies, comma-separated, such as 127.0.0.1,10.0.0.0/8.")
        : ValidateOptionsResult.Success;
}

/// <summary>Takes the visitor's address and scheme from our own proxies.</summary>
internal static class Proxies
{
    public static IServiceCollection AddProxies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<ProxyOptions, ProxyOptionsValidator>(configuration.GetSection(ProxyOptions.SectionName));
        // After the framework's own, which believes everybody when ASPNETCORE_FORWARDEDHEADERS_ENABLED says so, or when nobody is known.
        services.AddOptions<ForwardedHeadersOptions>().PostConfigure<IOptions<ProxyOptions>>((forwarded, proxies) =>
        {
            // Not the host: proxies pass on what the visitor claims in X-Forwarded-Host, and the host itself they set.
            forwarded.ForwardedHeaders = proxies.Value.Networks.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
            // From right to left as long as the proxy is ours: the first that is not is the visitor.
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in proxies.Value.Networks)
                forwarded.KnownIPNetworks.Add(network!.Value);
        });
        return services;
    }
}
