using System.Text.Json;
using StoryBeats.Sessions;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Stores;

namespace StoryBeats.Storage.Outages;

/// <summary>What the database knows of what a copy says.</summary>
internal enum CopyState
{
    /// <summary>All of it.</summary>
    Kept,

    /// <summary>An earlier state of the session.</summary>
    Changed,

    /// <summary>Nothing: the session began while the database was away.</summary>
    New,
}

/// <summary>A session as it lies beside the database.</summary>
internal sealed record SessionCopy(
    string Id, bool CountsForOthers, DateTimeOffset Created, int Revision, int Shown, CopyState State, SessionPayload Payload, string? Visitor = null)
{
    public static SessionCopy Of(RecommendationSession session, CopyState state) => new(
        session.Id.Value, session.Visit.CountsForOthers, session.Created, session.Revision, session.Shown, state, SessionPayload.Of(session),
        session.Visit.Visitor?.Value);

    public static SessionCopy? FromJson(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PayloadJson.Default.SessionCopy);
        }
        catch (JsonException)
        {
            // Of another version: the session counts as ended.
            return null;
        }
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PayloadJson.Default.SessionCopy);

    public RecommendationSession ToSession() => Payload.ToSession(new SessionId(Id), FeedbackRows.Visit(Visitor, CountsForOthers), Created, Revision, Shown);
}
