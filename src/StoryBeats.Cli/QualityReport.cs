using System.Globalization;
using System.Text;
using StoryBeats.Providers.Evaluation;
using StoryBeats.Providers.FeatureEstimation;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Ranking;

namespace StoryBeats.Cli;

/// <summary>The table of docs/quality.md, from what the other commands measure: nobody types a figure.</summary>
internal sealed class QualityReport(VisionEvaluation vision, FeatureEvaluation features, MatchEvaluation match)
{
    private const string VisionCommand = "evaluate vision --folds-by-theme";
    private const string FeaturesCommand = "evaluate features";
    private const string MatchCommand = "evaluate match";

    /// <summary>The table as Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder("| what | figure | aim | command |\n|---|---|---|---|\n");
        foreach (var (what, figure, aim, command) in Rows())
            text.Append(CultureInfo.InvariantCulture, $"| {what} | {figure} | {aim} | `{command}` |\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{vision.Photos} photos, {features.Songs} songs with measured features by {features.Artists} artists, {match.Songs} songs to choose from, on {match.Today:yyyy-MM-dd}.\n");
        return text.ToString();
    }

    private IEnumerable<(string What, string Figure, string Aim, string Command)> Rows()
    {
        yield return ("photo's valence, themes never seen: r", Show(vision.Valence.R), "≥ .68", VisionCommand);
        yield return ("photo's energy, themes never seen: r", Show(vision.Energy.R), "≥ .68", VisionCommand);
        yield return ("their mean absolute errors, 0 to 1", $"{Show(vision.Valence.Mae)}, {Show(vision.Energy.Mae)}", "", VisionCommand);
        yield return ("ratings within 1 and 2 deviations, valence", Within(vision.Valence), ".68, .95", VisionCommand);
        yield return ("ratings within 1 and 2 deviations, energy", Within(vision.Energy), ".68, .95", VisionCommand);
        yield return ($"own theme among the three nearest ({vision.Themes.Photos} photos)", Show(vision.Themes.AtThree), "≥ .55", VisionCommand);
        foreach (var group in features.Unseen.Where(group => group.Group is "all" or "labelled" or "label_hidden"))
        {
            foreach (var feature in group.Features.Where(feature => feature.Feature is "energy" or "valence"))
            {
                yield return (
                    $"song's {feature.Feature}, artists never seen, {group.Group.Replace('_', ' ')} ({feature.Songs}): error; less than mood constants, hand-made rules, the better of both averaged",
                    $"{Show(feature.Learned.Mae)}; {Percent(feature.BetterThanConstants)}, {Percent(feature.BetterThanHandMade)}, {Percent(feature.BetterThanAveraged)}",
                    "≥ 20 %", FeaturesCommand);
            }
        }

        var (classic, matched) = (Of(ScoringProfile.Classic), Of(ScoringProfile.Matched));
        foreach (var (what, figure, aim) in Figures)
            yield return ($"{what}: classic, matched", $"{Show(figure(classic))}, {Show(figure(matched))} ({Change(figure(classic), figure(matched))})", aim, MatchCommand);
    }

    private static IEnumerable<(string What, Func<ProfileMatch, double?> Figure, string Aim)> Figures =>
    [
        ("distance of five songs to the rating, calibrated plane, deviations", profile => profile.Distance, "-10 %"),
        ("the same in the catalogue's own plane", profile => profile.CatalogueDistance, ""),
        ("the same, both from 0 to 1", profile => profile.RawDistance, ""),
        ("mood agreement with labelled tracks", profile => profile.MoodAgreement, "≥ -2 %"),
        ("diversity in five", profile => profile.Diversity, "≥ -2 %"),
        ("artists shown of all", profile => profile.ArtistCoverage, "≥ -2 %"),
        ("songs shown of all", profile => profile.CatalogueCoverage, "≥ -2 %"),
        ("novelty, bits", profile => profile.Novelty, "≥ -2 %"),
        ("unfamiliarity, 1 less popularity / 100", profile => profile.Unfamiliarity, "≥ -2 %"),
    ];

    private ProfileMatch Of(ScoringProfile profile) => match.Profiles.Single(one => one.Profile == profile.Name);

    private static string Within(Agreement agreement) => $"{Show(agreement.WithinOneDeviation)}, {Show(agreement.WithinTwoDeviations)}";

    private static string Change(double? from, double? to) => from is > 0 && to is { } now ? $"{(now / from.Value) - 1:+0 %;-0 %;0 %}" : "–";

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Show(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
