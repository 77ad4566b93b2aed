using System.Globalization;
using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>Says in words why a song was chosen, from the figures it was chosen by.</summary>
public static class SongReasons
{
    // Two sounds nearer than this feel alike in energy or valence.
    private const double Close = .12;

    private const int Most = 4;

    /// <summary>One to four reasons, most telling first.</summary>
    public static IReadOnlyList<string> For(ScoredTrack song, VibeAnalysis analysis, DateOnly today)
    {
        var reasons = new List<string>(4);
        var (features, target) = (song.Features, analysis.Target);
        if (song.Opinion?.Reason is { } best)
            reasons.Add(best);
        if (song.LearnedReason is { } learned)
            reasons.Add(learned);
        if (song.Track.Moods.Contains(analysis.MoodCategory))
            reasons.Add($"People file it under {analysis.MoodCategory.ToString().ToLowerInvariant()}");

        // An estimate begins with the mood's typical sound: that it sounds like the mood would be no news.
        var known = song.FeatureSource is not FeatureSource.Estimated;
        if (known)
            reasons.AddRange(Sound(features, target));
        else
            reasons.Add($"By an artist for {analysis.MoodCategory.ToString().ToLowerInvariant()} photos");
        if (song.Track.ReleaseDate?.AgeInDays(today) is <= ReleaseDate.RecentDays and >= 0)
            reasons.Add($"New: {song.Track.ReleaseDate}");
        if (reasons.Count < 2)
            reasons.Add(!known ? "How it sounds is a guess, from its artist and title" : string.Create(CultureInfo.InvariantCulture, $"Sounds {song.Vibe:0%} like what the photo asks for"));
        return reasons.Count > Most ? reasons[..Most] : reasons;
    }

    private static IEnumerable<string> Sound(AudioFeatures features, AudioFeatures target)
    {
        var pace = Math.Abs(features.Energy - target.Energy) <= Close;
        var feeling = Math.Abs(features.Valence - target.Valence) <= Close;
        // In the photo's words: the song's may lie just across a border between two.
        if (pace && feeling)
            yield return $"{Capitalized(Feelings.Pace(target.Energy))} and {Feelings.Mood(target.Valence)}, like the photo";
        else if (pace)
            yield return $"{Capitalized(Feelings.Pace(target.Energy))}, like the photo";
        else if (feeling)
            yield return $"{Capitalized(Feelings.Mood(target.Valence))}, like the photo";
        if (features.Acousticness >= .6 && target.Acousticness >= .5)
            yield return "Acoustic, as such a photo asks for";
    }

    private static string Capitalized(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
