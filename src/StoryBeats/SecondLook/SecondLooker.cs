using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Reranking;
using StoryBeats.Sessions;
using StoryBeats.Telemetry;
using StoryBeats.Vision;

namespace StoryBeats.SecondLook;

/// <summary>Has a model order the songs of a session for its photo; "five more" follows that order once it is there.</summary>
public sealed partial class SecondLooker(
    SecondLooks queue, ISessionStore sessions, IOptions<SecondLookOptions> options, TimeProvider clock, ILogger<SecondLooker> logger)
{
    /// <summary>Does one job. Whatever goes wrong, the songs stay as they were ranked, and the log and a metric say so.</summary>
    public async Task LookAsync(SecondLookJob job, CancellationToken cancellationToken)
    {
        using var apart = StoryBeatsActivities.BeginApart("second look", job.Cause);
        var outcome = "failed";
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), clock);
            using var any = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, job.Unwanted, cancellationToken);
            outcome = await TryLookAsync(job, any.Token);
        }
        catch (OperationCanceledException)
        {
            outcome = cancellationToken.IsCancellationRequested ? "dropped_at_stop" : job.Unwanted.IsCancellationRequested ? "unwanted" : "timed_out";
        }
        catch (VibeReaderException fault)
        {
            outcome = fault.Status.ToString().ToLowerInvariant();
            LogNotLooked(job.Judge.Name, fault.Message);
        }
        catch (Exception fault)
        {
            LogFault(fault, job.Judge.Name);
        }
        finally
        {
            queue.End(job, outcome);
        }
    }

    private async ValueTask<string> TryLookAsync(SecondLookJob job, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(job.Session, cancellationToken) is not { } asked)
            return "unwanted";

        // Those of a draft that gave way are on show no more.
        var (from, shown) = (Math.Max(0, asked.Shown - LanguageMix.PageSize), Math.Min(asked.Shown, LanguageMix.PageSize));
        var judged = asked.Ranked.Skip(from).Take(DiversityReranker.Size).ToList();
        if (judged.Count - shown < 2)
            return "nothing_to_order";

        var verdict = await job.Judge.JudgeAsync(job.Jpeg, asked.Analysis, [.. judged.Select(song => song.Track)], shown, cancellationToken);
        var opinions = Opinions(judged, shown, verdict, job.Judge.Name);
        // Songs may be shown meanwhile: then the rest is ordered anew.
        while (await sessions.FindAsync(job.Session, cancellationToken) is { } session)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (session.Analysis.MoodCategory != asked.Analysis.MoodCategory)
                return "unwanted";
            if (await sessions.ReorderAsync(job.Session, session.Shown, OrderOf(session.Ranked, session.Shown, opinions), cancellationToken))
                return "ordered";
        }

        return "unwanted";
    }

    /// <summary>What the model thinks of each song, in its order; the reason is of the best that was not on show.</summary>
    internal static IReadOnlyList<(TrackId Song, SecondOpinion Opinion)> Opinions(IReadOnlyList<ScoredTrack> judged, int shown, SongVerdict verdict, string reader)
    {
        var best = verdict.Places.Where(place => place.Index >= shown).Select(place => (int?)place.Index).FirstOrDefault();
        return [.. verdict.Places.Select(place =>
            (judged[place.Index].Track.Id, new SecondOpinion(reader, place.Confidence, place.Index == best ? verdict.Reason : null)))];
    }

    /// <summary>
    /// The songs in the model's order: those shown stay first, and every five that follow keep their mix of languages, best first. Songs that
    /// the model left out follow as they were ranked.
    /// </summary>
    internal static IReadOnlyList<ScoredTrack> OrderOf(IReadOnlyList<ScoredTrack> ranked, int shown, IReadOnlyList<(TrackId Song, SecondOpinion Opinion)> opinions)
    {
        var places = opinions.Select((opinion, place) => (opinion.Song, place)).ToDictionary(pair => pair.Song, pair => pair.place);
        var judged = ranked.Select(song => places.TryGetValue(song.Track.Id, out var place) ? song with { Opinion = opinions[place].Opinion } : song).ToList();
        var next = judged.Skip(shown).OrderBy(Place).GroupBy(song => song.Track.Language, StringComparer.Ordinal)
            .ToDictionary(language => language.Key, language => new Queue<ScoredTrack>(language), StringComparer.Ordinal);
        var pages = ranked.Skip(shown).Chunk(LanguageMix.PageSize).Select(page => page.Select(song => next[song.Track.Language].Dequeue()).ToList().OrderBy(Place));
        return [.. judged.Take(shown), .. pages.SelectMany(page => page)];

        int Place(ScoredTrack song) => places.GetValueOrDefault(song.Track.Id, int.MaxValue);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reader} did not look again: it {Why}")]
    private partial void LogNotLooked(string reader, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reader} did not look again, in a way that nobody foresaw")]
    private partial void LogFault(Exception fault, string reader);
}
