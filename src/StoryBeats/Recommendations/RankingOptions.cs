using System.ComponentModel.DataAnnotations;
using StoryBeats.Ranking;

namespace StoryBeats.Recommendations;

/// <summary>How songs are ranked.</summary>
public sealed class RankingOptions
{
    /// <summary>The configuration section: <c>Ranking</c>.</summary>
    public const string SectionName = "Ranking";

    /// <summary>The scoring profile: <c>matched</c>, which is also the default, or <c>classic</c>, the original's weights.</summary>
    [RegularExpression("matched|classic", ErrorMessage = "Ranking:Profile must be matched or classic.")]
    public string Profile { get; set; } = ScoringProfile.Matched.Name;
}
