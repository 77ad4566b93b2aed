using System.Globalization;
using StoryBeats.Ranking;
using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>Says in words why a song was chosen, from the figures it was chosen by.</summary>
public static class SongReasons
{
    /// <summary>Two to four reasons, most telling first.</summary>
    public static IReadOnlyList<string> For(ScoredTrack song, VibeAnalysis analysis, DateOnly today)
    {
        var reasons = new List<string>(4);
        var (features, target) = (song.Features, analysis.Target);
        if (song.Track.Moods.Contains(analysis.MoodCategory))
            reasons.Add($"Filed under {analysis.MoodCategory.ToString().ToLowerInvariant()}, like the photo");

        var energyGap = Math.Abs(features.Energy - target.Energy);
        var valenceGap = Math.Abs(features.Valence - target.Valence);
        if (energyGap <= .12)
            reasons.Add($"{Pace(features.Energy)} like the photo (energy {Show(features.Energy)} beside {Show(target.Energy)})");
        if (valenceGap <= .12)
            reasons.Add($"{Feeling(features.Valence)} like the photo (positivity {Show(features.Valence)} beside {Show(target.Valence)})");
        if (features.Acousticness >= .6 && target.Acousticness >= .5)
            reasons.Add("Acoustic sound");
        if (song.Track.ReleaseDate?.AgeInDays(today) is <= 540 and >= 0)
            reasons.Add($"Recent: {song.Track.ReleaseDate}");
        if (reasons.Count < 2)
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"Sound close to what the photo asks for ({song.Vibe:0%})"));
        return reasons.Count > 4 ? reasons[..4] : reasons;
    }

    private static string Show(double value) => value.ToString(".00;-.00;.00", CultureInfo.InvariantCulture);

    private static string Pace(double energy) => energy switch { < .35 => "Quiet", < .6 => "Easy-going", < .8 => "Lively", _ => "Full of energy" };

    private static string Feeling(double valence) => valence switch { < .3 => "Sad", < .45 => "Sombre", < .6 => "Balanced", < .75 => "Content", _ => "Joyful" };
}
