using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Visits;

/// <summary>Whose feedback shapes what others see.</summary>
public sealed class FeedbackOptions
{
    /// <summary>The configuration section: <c>Feedback</c>.</summary>
    public const string SectionName = "Feedback";

    /// <summary>Photos a day of one client whose feedback may shape what others see; default 5. Feedback beyond shapes the client's own songs alone.</summary>
    [Range(0, 1_000_000)]
    public int CountedVisitsPerDay { get; set; } = 5;
}

[OptionsValidator]
internal sealed partial class FeedbackOptionsValidator : IValidateOptions<FeedbackOptions>;
