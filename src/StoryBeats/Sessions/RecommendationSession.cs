using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Sessions;

/// <summary>What one photo's visitor was shown. No photo, no address.</summary>
public sealed record RecommendationSession
{
    /// <summary>A session ends this long after its last use.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>The id.</summary>
    public required SessionId Id { get; init; }

    /// <summary>Who was answered, as far as it matters for what is learned.</summary>
    public Visit Visit { get; init; } = Visit.Anonymous;

    /// <summary>When the photo came.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Seeds what is left to chance in this session's rankings.</summary>
    public int Seed { get; init; }

    /// <summary>Goes up with every change: whoever changes a session says which it saw.</summary>
    public int Revision { get; init; }

    /// <summary>What was read from the photo, as the visitor wishes it.</summary>
    public required VibeAnalysis Analysis { get; init; }

    /// <summary>What was read from the photo before any wish, or null for <see cref="Analysis"/>: a wish taken back brings it back.</summary>
    public VibeAnalysis? Read { get; init; }

    /// <summary>What the visitor wishes, as last said.</summary>
    public required Preferences Preferences { get; init; }

    /// <summary>Every song ranked so far, in order.</summary>
    public required IReadOnlyList<ScoredTrack> Ranked { get; init; }

    /// <summary>How many of <see cref="Ranked"/> were shown.</summary>
    public required int Shown { get; init; }

    /// <summary>What is remembered of tuning, or null when the visitor has not tuned.</summary>
    public Tuning? Tuning { get; init; }

    /// <summary>Songs that the session knows: those ranked, and those that only passed by.</summary>
    public IEnumerable<ScoredTrack> Known => Ranked.Concat(Tuning?.Passed ?? []);

    /// <summary>Songs that the visitor has seen: those shown, and those that only passed by.</summary>
    public IEnumerable<ScoredTrack> Seen => Ranked.Take(Shown).Concat(Tuning?.Passed ?? []);

    /// <summary>The same session with other songs on its page. Those shown stay shown and may be on the page again; what is new is shown after them.</summary>
    /// <param name="page">The songs on the page.</param>
    /// <param name="later">The songs ranked after those.</param>
    public RecommendationSession Turned(IReadOnlyList<ScoredTrack> page, IReadOnlyList<ScoredTrack> later)
    {
        var shown = Ranked.Take(Shown).ToList();
        var known = Ids(shown).ToHashSet();
        var now = shown.Concat(page.Where(song => !known.Contains(song.Track.Id))).ToList();
        var seen = now.Concat(Tuning?.Passed ?? []).Select(song => song.Track.Key).ToHashSet();
        return this with { Ranked = [.. now, .. later.Where(song => !seen.Contains(song.Track.Key))], Shown = now.Count };
    }

    /// <summary>
    /// The same where the visitor tunes: of the songs that tuning had brought, those that are gone from the page again passed by, unless something
    /// was said about them.
    /// </summary>
    /// <param name="page">The songs on the page.</param>
    /// <param name="later">The songs ranked after those.</param>
    /// <param name="saidAbout">Songs about which the visitor said or did something.</param>
    public RecommendationSession Tuned(IReadOnlyList<ScoredTrack> page, IReadOnlyList<ScoredTrack> later, IReadOnlySet<TrackId> saidAbout)
    {
        var onPage = Ids(page).ToHashSet();
        var brought = Tuning is { } before && before.Shown == Shown ? before.Brought : [];
        var gone = brought.Where(id => !onPage.Contains(id) && !saidAbout.Contains(id)).ToHashSet();
        var (kept, passing) = (Ranked.Take(Shown).Where(song => !gone.Contains(song.Track.Id)).ToList(), Ranked.Take(Shown).Where(song => gone.Contains(song.Track.Id)));
        var keptIds = Ids(kept).ToHashSet();
        var passed = (Tuning?.Passed ?? []).Concat(passing).Where(song => !onPage.Contains(song.Track.Id) && !keptIds.Contains(song.Track.Id)).TakeLast(Tuning.MostPassed);
        var turned = (this with { Ranked = kept, Shown = kept.Count, Tuning = new Tuning([], 0, [.. passed]) }).Turned(page, later);
        return turned with
        {
            Tuning = turned.Tuning! with { Brought = [.. onPage.Where(id => brought.Contains(id) || !keptIds.Contains(id))], Shown = turned.Shown },
        };
    }

    /// <summary>The same session with its songs in another order, or null when they are not its songs, or not those shown first.</summary>
    public RecommendationSession? Reordered(int expectedShown, IReadOnlyList<ScoredTrack> ranked) =>
        Shown == expectedShown && ranked.Count == Ranked.Count
        && Ids(Ranked.Take(Shown)).SequenceEqual(Ids(ranked.Take(Shown)))
        && Ids(Ranked).ToHashSet().SetEquals(Ids(ranked))
            ? this with { Ranked = ranked }
            : null;

    private static IEnumerable<TrackId> Ids(IEnumerable<ScoredTrack> songs) => songs.Select(song => song.Track.Id);
}
