using System.ComponentModel.DataAnnotations;

namespace StoryBeats.Vision;

/// <summary>Who reads photos.</summary>
public sealed class VisionOptions
{
    /// <summary>The configuration section: <c>Vision</c>.</summary>
    public const string SectionName = "Vision";

    /// <summary>
    /// Names of readers in the order to ask them, comma-separated, such as <c>anthropic,openai,local</c>; null asks every configured one. This
    /// machine comes last, named or not; readers named after <c>local</c> are not asked.
    /// </summary>
    [RegularExpression(@"\s*[a-z0-9-]+\s*(,\s*[a-z0-9-]+\s*)*", ErrorMessage = "Vision:Order must be names of readers separated by commas, such as anthropic,openai,local.")]
    public string? Order { get; set; }

    /// <summary>
    /// The bigger model that reads photos on this machine, by the name that <c>storybeats models list</c> shows, or <c>builtin</c> for none; null
    /// takes the one chosen with <c>storybeats models use</c>.
    /// </summary>
    public string? LocalModel { get; set; }

    internal IReadOnlyList<string>? Names => string.IsNullOrWhiteSpace(Order) ? null : Order.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How long all models together may take for a photo, in seconds; .1 to 60, default 6.</summary>
    [Range(.1, 60)]
    public double DeadlineSeconds { get; set; } = 6;
}
