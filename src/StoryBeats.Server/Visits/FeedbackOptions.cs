using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Visits;

/// <summary>Whose feedback shapes what others see.</summary>
public sealed class FeedbackOptions
{
    /// <summary>The configuration section: <c>Feedback</c>.</summary>
    public const string SectionName = "Feedback";

    /// <summary>
    /// Voices a day of one client among those that shape what others see: photos without a profile, or new profiles; default 1, since each
    /// counts as one person. Feedback beyond shapes the client's own songs alone.
    /// </summary>
    [Range(0, 1_000_000)]
    public int CountedVisitsPerDay { get; set; } = 1;
}

[OptionsValidator]
internal sealed partial class FeedbackOptionsValidator : IValidateOptions<FeedbackOptions>;
