using System.ComponentModel.DataAnnotations;
using StoryBeats.Ranking;

namespace StoryBeats.Recommendations;

/// <summary>How songs are ranked.</summary>
public sealed class RankingOptions
{
    /// <summary>The configuration section: <c>Ranking</c>.</summary>
    public const string SectionName = "Ranking";

    /// <summary>The scoring profile: <c>classic</c>, which is also the default.</summary>
    [RegularExpression("classic", ErrorMessage = "Ranking:Profile must be classic.")]
    public string Profile { get; set; } = ScoringProfile.Classic.Name;
}
