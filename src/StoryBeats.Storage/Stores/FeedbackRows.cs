using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Ranking;
using StoryBeats.Sessions;
using StoryBeats.Storage.Model;
using StoryBeats.Visitors;

namespace StoryBeats.Storage.Stores;

/// <summary>From signals, songs and visits to rows and back.</summary>
internal static class FeedbackRows
{
    public static FeedbackRow Of(FeedbackEntry entry) => new()
    {
        Id = entry.Id.Value,
        SessionId = entry.Session.Value,
        Visitor = entry.Visitor?.Value,
        CountsForOthers = entry.CountsForOthers,
        Signal = entry.Signal,
        Weight = entry.Weight,
        Reason = entry.Reason,
        CorrectedMood = entry.CorrectedMood,
        Mood = entry.Mood,
        Target = entry.Target,
        SongId = entry.Song?.Id.Value,
        Title = entry.Song?.Title,
        Artist = entry.Song?.Artist,
        ArtistKey = entry.Song?.ArtistKey,
        Language = entry.Song?.Language,
        Features = entry.Song?.Features,
        At = entry.At,
    };

    public static VisitorId? Visitor(string? id) => id is null ? null : new VisitorId(id);

    public static Visit Visit(string? visitor, bool countsForOthers) => new() { Visitor = Visitor(visitor), CountsForOthers = countsForOthers };

    public static FeedbackEntry Entry(FeedbackRow row) => new()
    {
        Session = new SessionId(row.SessionId),
        Visitor = Visitor(row.Visitor),
        CountsForOthers = row.CountsForOthers,
        Signal = row.Signal,
        Weight = row.Weight,
        Reason = row.Reason,
        CorrectedMood = row.CorrectedMood,
        Mood = row.Mood,
        Target = row.Target,
        Song = row is { SongId: { } id, Title: { } title, Artist: { } artist, Language: { } language, Features: { } features }
            ? new FeedbackSong(new TrackId(id), title, artist, language, features)
            : null,
        At = row.At,
    };

    public static FeedbackSong Song(ScoredTrack song) => new(song.Track.Id, song.Track.Title, song.Track.Artist, song.Track.Language, song.Features);

    public static FeedbackSong Song(ShownSongRow row) => new(new TrackId(row.SongId), row.Title, row.Artist, row.Language, row.Features);
}
