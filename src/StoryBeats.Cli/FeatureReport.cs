using System.Globalization;
using System.Text;
using StoryBeats.Providers.FeatureEstimation;

namespace StoryBeats.Cli;

/// <summary>The tables of docs/ranking.md about estimates.</summary>
internal static class FeatureReport
{
    // A group of fewer says nothing.
    private const int Enough = 50;

    /// <summary>A table for artists never seen and one for artists seen: all features of all songs, energy and valence of each group.</summary>
    public static string ToMarkdown(FeatureEvaluation evaluation)
    {
        var text = new StringBuilder();
        Append("artists never seen", evaluation.Unseen);
        text.Append('\n');
        Append("artists seen, songs not", evaluation.Seen);
        return text.ToString();

        void Append(string title, IReadOnlyList<FeatureGroup> groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {title} | songs | r | error | expected | energy, valence known | mood constants | original's rules | averaged | smaller by |\n|---|---|---|---|---|---|---|---|---|---|\n");
            foreach (var group in groups.Where(group => group.Songs >= Enough))
            {
                foreach (var feature in group.Features.Where(feature => group.Group is "all" || feature.Feature is "energy" or "valence"))
                    text.Append(Row(group.Group, feature));
            }
        }
    }

    private static string Row(string group, FeatureFigures feature)
    {
        var averaged = Math.Min(feature.MoodConstantsAveraged.Mae, feature.HandMadeAveraged.Mae);
        var name = group is "all" ? feature.Feature : $"{feature.Feature}, {group.Replace('_', ' ')}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {feature.Songs:n0} | {feature.Learned.R:.00;-.00} | {Show(feature.Learned.Mae)} | {Show(feature.ExpectedError)} | {(feature.Completed is { } completed ? Show(completed.Mae) : "")} | {Show(feature.MoodConstants.Mae)} | {Show(feature.HandMade.Mae)} | {Show(averaged)} | {Math.Min(feature.BetterThanConstants, feature.BetterThanHandMade):0 %}, {feature.BetterThanAveraged:0 %} |\n");
    }

    // Tempo is in BPM, all else from 0 to 1.
    private static string Show(double error) => error.ToString(error < 1 ? ".000" : "0.0", CultureInfo.InvariantCulture);
}
