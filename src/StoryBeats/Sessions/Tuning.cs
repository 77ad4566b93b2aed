using StoryBeats.Catalog;
using StoryBeats.Ranking;

namespace StoryBeats.Sessions;

/// <summary>What a session remembers of a visitor who tunes its songs.</summary>
/// <param name="Brought">Songs that tuning brought and that are on the page since.</param>
/// <param name="Shown">How many songs the session had shown then: once it has shown more, those brought stay shown for good.</param>
/// <param name="Passed">
/// Songs that one change brought and the next took away before anything was said about them, latest last. They count as not shown, but "more"
/// brings others first.
/// </param>
public sealed record Tuning(IReadOnlyList<TrackId> Brought, int Shown, IReadOnlyList<ScoredTrack> Passed)
{
    /// <summary>Most songs remembered that only passed by: twelve pages.</summary>
    public const int MostPassed = 60;
}
