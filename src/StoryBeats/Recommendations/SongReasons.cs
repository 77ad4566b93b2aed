using System.Globalization;
using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>Why a song was chosen.</summary>
/// <param name="Code">What kind of reason it is, the same in every language: <c>filed_under</c>, <c>pace</c>, …</param>
/// <param name="Text">The reason in English, a sentence.</param>
/// <param name="Values">What the sentence names, by the names of docs/ranking.md; numbers are whole.</param>
public sealed record SongReason(string Code, string Text, IReadOnlyDictionary<string, object> Values);

/// <summary>Says in words why a song was chosen, from the figures it was chosen by.</summary>
public static class SongReasons
{
    // Two sounds nearer than this feel alike in energy or valence.
    private const double Close = .12;

    private const int Most = 4;

    /// <summary>One to four reasons, most telling first.</summary>
    public static IReadOnlyList<SongReason> For(ScoredTrack song, VibeAnalysis analysis, DateOnly today)
    {
        var reasons = new List<SongReason>(4);
        var (features, target) = (song.Features, analysis.Target);
        var mood = analysis.MoodCategory.ToString().ToLowerInvariant();
        if (song.Opinion?.Reason is { } best)
            reasons.Add(Reason("model", best));
        if (song.LearnedReason is { } learned)
            reasons.Add(Reason("learned", learned));
        if (song.LikeTitle is { } like)
            reasons.Add(Reason("like_song", $"Sounds much like {like}", ("title", like)));
        if (song.Track.Moods.Contains(analysis.MoodCategory))
            reasons.Add(Reason("filed_under", $"People file it under {mood}", ("mood", mood)));

        // An estimate begins with the mood's typical sound: that it sounds like the mood would be no news.
        var known = song.FeatureSource is not FeatureSource.Estimated;
        if (known)
            reasons.AddRange(Sound(features, target, song.FeatureSource));
        else
            reasons.Add(Reason("artist_for", $"By an artist for {mood} photos", ("mood", mood)));
        if (song.ForVariety)
            reasons.Add(Reason("variety", "Sounds unlike the other songs here"));
        if (song.Track.ReleaseDate is { } released && released.AgeInDays(today) is <= ReleaseDate.RecentDays and >= 0)
            reasons.Add(Reason("new", $"New: {released}", ("date", released.ToString())));
        if (reasons.Count < 2)
        {
            reasons.Add(known
                ? Reason("close", string.Create(CultureInfo.InvariantCulture, $"Sounds {song.Vibe:0%} like what the photo asks for"), ("percent", (int)Math.Round(100 * song.Vibe, MidpointRounding.AwayFromZero)))
                : Reason("guess", "How it sounds is a guess, from its artist and title"));
        }

        return reasons.Count > Most ? reasons[..Most] : reasons;
    }

    private static IEnumerable<SongReason> Sound(AudioFeatures features, AudioFeatures target, FeatureSource source)
    {
        // In the photo's words: the song's may lie just across a border between two.
        var (pace, feeling) = (Feelings.Pace(target.Energy), Feelings.Mood(target.Valence));
        var paceFits = Math.Abs(features.Energy - target.Energy) <= Close;
        var feelingFits = Math.Abs(features.Valence - target.Valence) <= Close;
        if (paceFits && feelingFits)
            yield return Reason("pace_and_feeling", $"{Capitalized(pace)} and {feeling}, like the photo", ("pace", pace), ("feeling", feeling));
        else if (paceFits)
            yield return Reason("pace", $"{Capitalized(pace)}, like the photo", ("pace", pace));
        else if (feelingFits)
            yield return Reason("feeling", $"{Capitalized(feeling)}, like the photo", ("feeling", feeling));
        if (source is not FeatureSource.PartlyMeasured && features.Acousticness >= .6 && target.Acousticness >= .5)
            yield return Reason("acoustic", "Acoustic, as such a photo asks for");
    }

    private static SongReason Reason(string code, string text, params (string Name, object Value)[] values) =>
        new(code, text, values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal));

    private static string Capitalized(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
