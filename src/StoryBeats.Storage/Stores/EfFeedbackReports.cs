using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using StoryBeats.Feedback;
using StoryBeats.Storage.Model;
using StoryBeats.Vision;

namespace StoryBeats.Storage.Stores;

/// <summary>Sums, made by the database.</summary>
internal sealed class EfFeedbackReports(IDbContextFactory<StoryBeatsDb> databases) : IFeedbackReports
{
    // Fewer sessions than this are somebody's taste, not a pattern.
    private const int EnoughSessions = 3;

    public async ValueTask<FeedbackTotals> TotalsAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await TotalsAsync(db.Feedback, cancellationToken);
    }

    public async ValueTask<FeedbackInsights> InsightsAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var shown = db.CountedAsShown.Where(row => row.At >= since);
        var feedback = db.Feedback.AsNoTracking().Where(row => row.At >= since);
        var aboutSongs = feedback.Where(row => row.SongId != null);
        var totals = await TotalsAsync(feedback, cancellationToken);

        var moods = await SumAsync(shown, row => row.Mood, aboutSongs, row => row.Mood, cancellationToken);
        var byMood = Enum.GetValues<MoodCategory>().Select(mood => moods.GetValueOrDefault(mood, FeedbackCounts.None).As(mood.ToString().ToLowerInvariant())).ToList();
        var artists = await SumAsync(shown, row => row.Artist, aboutSongs, row => row.Artist!, cancellationToken);
        var languages = await SumAsync(shown, row => row.Language, aboutSongs, row => row.Language!, cancellationToken);
        var hours = await SumAsync(shown, row => (long)(object)row.At / 3_600_000 % 24, aboutSongs, row => (long)(object)row.At / 3_600_000 % 24, cancellationToken);

        var disliked = await aboutSongs.Where(row => row.Signal == FeedbackSignal.Verdict && row.Weight < 0)
            .GroupBy(row => row.Artist!)
            .Select(artist => new { Artist = artist.Key, Sessions = artist.Select(row => row.SessionId).Distinct().Count() })
            .Where(artist => artist.Sessions >= EnoughSessions)
            .ToListAsync(cancellationToken);
        var reasons = await feedback.Where(row => row.Reason != null).GroupBy(row => row.Reason!.Value)
            .Select(reason => new { reason.Key, Count = reason.LongCount() }).ToListAsync(cancellationToken);
        var corrections = await feedback.Where(row => row.CorrectedMood != null).GroupBy(row => new { row.Mood, row.CorrectedMood })
            .Select(pair => new { pair.Key.Mood, pair.Key.CorrectedMood, Count = pair.LongCount() }).ToListAsync(cancellationToken);

        return new FeedbackInsights
        {
            Since = since,
            Sessions = await db.Sessions.LongCountAsync(row => row.Created >= since, cancellationToken),
            SongsShown = await shown.LongCountAsync(cancellationToken),
            Totals = totals,
            ByMood = byMood,
            ByArtist = [.. MostShown(artists).Take(FeedbackInsights.MostArtists)],
            ByLanguage = [.. MostShown(languages)],
            ByHour = [.. Enumerable.Range(0, 24).Select(hour => hours.GetValueOrDefault(hour, FeedbackCounts.None).As(hour.ToString("00", CultureInfo.InvariantCulture)))],
            LowMoods = [.. byMood.Where(mood => totals.LikeRate is { } rate && mood.IsClearlyBelow(rate)).OrderBy(mood => mood.LikeRate)],
            OftenDisliked = [.. disliked.Select(artist => artists[artist.Artist].As(artist.Artist)).Where(sum => sum.Dislikes > sum.Likes)
                .OrderBy(sum => sum.LikeRate).ThenByDescending(sum => sum.Dislikes)],
            Reasons = [.. reasons.OrderByDescending(reason => reason.Count).Select(reason => new ReasonCount(reason.Key, reason.Count))],
            Corrections = [.. corrections.OrderByDescending(pair => pair.Count).Select(pair => new CorrectionCount(pair.Mood, pair.CorrectedMood!.Value, pair.Count))],
        };
    }

    private static IEnumerable<FeedbackSum> MostShown(Dictionary<string, FeedbackCounts> counts) =>
        counts.Select(pair => pair.Value.As(pair.Key)).OrderByDescending(sum => sum.Shown).ThenBy(sum => sum.Name, StringComparer.Ordinal);

    private static async Task<FeedbackTotals> TotalsAsync(IQueryable<FeedbackRow> feedback, CancellationToken cancellationToken)
    {
        var verdicts = feedback.Where(row => row.Signal == FeedbackSignal.Verdict);
        return new FeedbackTotals(
            await verdicts.LongCountAsync(row => row.Weight > 0, cancellationToken),
            await verdicts.LongCountAsync(row => row.Weight < 0, cancellationToken));
    }

    private static async Task<Dictionary<TKey, FeedbackCounts>> SumAsync<TKey>(
        IQueryable<ShownSongRow> shown, Expression<Func<ShownSongRow, TKey>> shownKey,
        IQueryable<FeedbackRow> feedback, Expression<Func<FeedbackRow, TKey>> feedbackKey,
        CancellationToken cancellationToken)
        where TKey : notnull
    {
        var counts = await shown.GroupBy(shownKey).Select(group => new { group.Key, Count = group.LongCount() })
            .ToDictionaryAsync(group => group.Key, group => FeedbackCounts.None with { Shown = group.Count }, cancellationToken);
        var sums = await feedback.GroupBy(feedbackKey)
            .Select(group => new
            {
                group.Key,
                Likes = group.LongCount(row => row.Signal == FeedbackSignal.Verdict && row.Weight > 0),
                Dislikes = group.LongCount(row => row.Signal == FeedbackSignal.Verdict && row.Weight < 0),
                Plays = group.LongCount(row => row.Signal == FeedbackSignal.PreviewPlay),
                Clicks = group.LongCount(row => row.Signal == FeedbackSignal.SpotifyClick),
            })
            .ToListAsync(cancellationToken);
        foreach (var sum in sums)
            counts[sum.Key] = counts.GetValueOrDefault(sum.Key, FeedbackCounts.None) with { Likes = sum.Likes, Dislikes = sum.Dislikes, Plays = sum.Plays, Clicks = sum.Clicks };
        return counts;
    }

    private sealed record FeedbackCounts(long Shown, long Likes, long Dislikes, long Plays, long Clicks)
    {
        public static FeedbackCounts None { get; } = new(0, 0, 0, 0, 0);

        public FeedbackSum As(string name) => new(name, Shown, Likes, Dislikes, Plays, Clicks);
    }
}
