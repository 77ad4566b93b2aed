using System.ComponentModel.DataAnnotations;

namespace StoryBeats.Providers;

/// <summary>An address that a browser can open: absolute, http or https. Null is left to others.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpAddressAttribute() : ValidationAttribute("{0} must be an absolute http or https address.")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is null
        || (value is Uri { IsAbsoluteUri: true } address && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp));
}
