using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Admin;

/// <summary>Who may see the figures.</summary>
public sealed class AdminOptions
{
    /// <summary>The configuration section: <c>Admin</c>.</summary>
    public const string SectionName = "Admin";

    /// <summary>The token that opens the admin views; without one they open on the server's own machine alone.</summary>
    [MinLength(16, ErrorMessage = "Admin:Token must have at least 16 characters. Make one with: openssl rand -hex 32")]
    public string? Token { get; set; }
}

[OptionsValidator]
internal sealed partial class AdminOptionsValidator : IValidateOptions<AdminOptions>;
