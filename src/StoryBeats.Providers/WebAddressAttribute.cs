using System.ComponentModel.DataAnnotations;

namespace StoryBeats.Providers;

/// <summary>The base address of a service: absolute, http or https, ending in a slash, so that paths may be added to it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WebAddressAttribute() : ValidationAttribute("{0} must be an absolute http or https address that ends in a slash.")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is Uri { IsAbsoluteUri: true } address
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.Query.Length == 0
        && address.AbsolutePath.EndsWith('/');
}
