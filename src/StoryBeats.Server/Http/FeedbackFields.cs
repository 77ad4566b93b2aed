using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Server.Wire;
using StoryBeats.Sessions;

namespace StoryBeats.Server.Http;

/// <summary>Reads what clients say about songs; what is wrong is said in a sentence.</summary>
internal static class FeedbackFields
{
    private const int MaxSongId = 200;

    // What visitors do. The rest is said outright, or never sent.
    private static readonly FeedbackSignal[] Done =
        [FeedbackSignal.SpotifyClick, FeedbackSignal.PreviewPlay, FeedbackSignal.PreviewComplete, FeedbackSignal.LoadMore];

    /// <summary>Reads a like or dislike.</summary>
    /// <returns>The request, or a sentence for the first field that is wrong.</returns>
    public static (FeedbackRequest? Request, string? Error) Parse(SessionId session, VerdictRequest said)
    {
        if (Song(said.SongId) is not { } song)
            return (null, NoSong(said.SongId));
        if (said.Feedback is not (1 or -1))
            return (null, "feedback must be 1 for a like or -1 for a dislike.");

        FeedbackReason? reason = null;
        if (said.Reason is not null)
        {
            reason = WireName.Parse<FeedbackReason>(said.Reason);
            if (reason is null)
                return (null, $"reason must be one of {WireName.All<FeedbackReason>()}, or be left out.");
            if (said.Feedback is 1)
                return (null, "reason goes with a dislike. Leave it out of a like.");
        }

        return (FeedbackRequest.Verdict(session, song, said.Feedback is 1, reason), null);
    }

    /// <summary>Reads what was done.</summary>
    /// <returns>The request, or a sentence for the first field that is wrong.</returns>
    public static (FeedbackRequest? Request, string? Error) Parse(SessionId session, SignalRequest said)
    {
        if (WireName.Parse<FeedbackSignal>(said.SignalType) is not { } signal || !Done.Contains(signal))
            return (null, $"signal_type must be one of {string.Join(", ", Done.Select(WireName.Of))}.");
        // What is not a number at all, as 1e999, is no weight either.
        if (said.Weight is { } weight && (!double.IsFinite(weight) || weight < 0))
            return (null, "weight must be a number of at least 0, or be left out. More than the signal's own counts as its own.");
        if (signal is FeedbackSignal.LoadMore)
            return (FeedbackRequest.Done(session, song: null, signal, said.Weight), null);
        return Song(said.SongId) is { } song
            ? (FeedbackRequest.Done(session, song, signal, said.Weight), null)
            : (null, NoSong(said.SongId));
    }

    private static TrackId? Song(string? id) =>
        string.IsNullOrWhiteSpace(id) || id.Length > MaxSongId || id.Any(char.IsControl) ? null : new TrackId(id);

    private static string NoSong(string? id) => string.IsNullOrWhiteSpace(id)
        ? "song_id is missing. It is the id of a song of this session."
        : "song_id is the id of no song. Send it as it came with the song.";
}
