using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Recommendations;
using StoryBeats.Visitors;

namespace StoryBeats.Server.Wire;

/// <summary>All that is kept of a profile.</summary>
/// <param name="ProfileId">A random name; the cookie holds it, signed.</param>
/// <param name="Sessions">Its sessions, newest first.</param>
internal sealed record ProfileResponse(string ProfileId, IReadOnlyList<KeptSessionResponse> Sessions)
{
    public static ProfileResponse From(VisitorId visitor, IEnumerable<KeptSession> kept, DateTimeOffset now) =>
        new(visitor.Value, [.. kept.Select(session => KeptSessionResponse.From(session, now))]);
}

/// <summary>All that is kept of a session.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Created">When the photo came.</param>
/// <param name="EndsAt">When it ends unless used, or ended.</param>
/// <param name="Expired">Whether it has ended: its analysis is gone then, and no more songs come.</param>
/// <param name="ProfileId">The profile that it belongs to, or null.</param>
/// <param name="CountsForOthers">Whether its feedback may shape what others see.</param>
/// <param name="Mood">The mood.</param>
/// <param name="Analysis">What was read from the photo; null once the session has ended.</param>
/// <param name="Wishes">What was wished of the songs; null once the session has ended.</param>
/// <param name="Songs">The songs shown, in order.</param>
/// <param name="ToCome">The songs ranked and not shown yet; none once the session has ended.</param>
/// <param name="Feedback">What was said and done, oldest first.</param>
internal sealed record KeptSessionResponse(
    string SessionId,
    DateTimeOffset Created,
    DateTimeOffset EndsAt,
    bool Expired,
    string? ProfileId,
    bool CountsForOthers,
    string Mood,
    AnalysisResponse? Analysis,
    WishesResponse? Wishes,
    IReadOnlyList<KeptSongResponse> Songs,
    IReadOnlyList<KeptSongResponse> ToCome,
    IReadOnlyList<KeptFeedbackResponse> Feedback)
{
    public static KeptSessionResponse From(KeptSession session, DateTimeOffset now) => new(
        session.Id.Value,
        session.Created,
        session.Ends,
        session.Ends <= now,
        session.Visit.Visitor?.Value,
        session.Visit.CountsForOthers,
        WireName.Of(session.Mood),
        session.Analysis is { } analysis ? AnalysisResponse.From(analysis) : null,
        session.Wishes is { } wishes ? WishesResponse.From(wishes) : null,
        [.. session.Shown.Select(KeptSongResponse.From)],
        [.. session.ToCome.Select(KeptSongResponse.From)],
        [.. session.Feedback.Select(KeptFeedbackResponse.From)]);
}

/// <summary>What a visitor wished of a photo's songs.</summary>
internal sealed record WishesResponse(
    IReadOnlyList<string> Languages, double? Energy, double? Valence, double? Tempo, double? Freshness, double? Familiarity, string? Like,
    IReadOnlyList<string> Exclude, IReadOnlyList<string> ExcludeArtists, IReadOnlyList<string> ExcludeLanguages, string? VisitorLanguage)
{
    public static WishesResponse From(Preferences wishes) => new(
        wishes.Languages, wishes.Energy, wishes.Valence, wishes.Tempo, wishes.Freshness, wishes.Familiarity, wishes.Like?.Id.Value,
        [.. wishes.Excluded.Select(id => id.Value).Order(StringComparer.Ordinal)], wishes.ExcludedArtists, wishes.ExcludedLanguages, wishes.VisitorLanguage);
}

/// <summary>A song as it was shown.</summary>
internal sealed record KeptSongResponse(string Id, string Name, string Artist, string LanguageType, SoundResponse Features)
{
    public static KeptSongResponse From(FeedbackSong song) => new(song.Id.Value, song.Title, song.Artist, song.Language, SoundResponse.From(song.Features));
}

/// <summary>Something said or done.</summary>
internal sealed record KeptFeedbackResponse(
    string FeedbackId, string Signal, double Weight, string? Reason, string? Felt, string Mood, SoundResponse Target, string? SongId, DateTimeOffset At)
{
    public static KeptFeedbackResponse From(FeedbackEntry entry) => new(
        entry.Id.Value,
        WireName.Of(entry.Signal),
        entry.Weight,
        entry.Reason is { } reason ? WireName.Of(reason) : null,
        entry.CorrectedMood is { } felt ? WireName.Of(felt) : null,
        WireName.Of(entry.Mood),
        SoundResponse.From(entry.Target),
        entry.Song?.Id.Value,
        entry.At);
}

/// <summary>A sound in the terms of audio features.</summary>
internal sealed record SoundResponse(double Energy, double Valence, double Danceability, double Acousticness, double Instrumentalness, double Tempo)
{
    public static SoundResponse From(AudioFeatures sound) => new(
        Math.Round(sound.Energy, 3), Math.Round(sound.Valence, 3), Math.Round(sound.Danceability, 3),
        Math.Round(sound.Acousticness, 3), Math.Round(sound.Instrumentalness, 3), Math.Round(sound.Tempo, 1));
}
