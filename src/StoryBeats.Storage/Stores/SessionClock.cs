using Microsoft.EntityFrameworkCore;
using StoryBeats.Sessions;
using StoryBeats.Storage.Writing;

namespace StoryBeats.Storage.Stores;

/// <summary>Says when sessions end, and notes their use: to the minute, so that reading a session is seldom a write.</summary>
internal sealed class SessionClock(WriteQueue queue, TimeProvider time)
{
    /// <summary>A use this soon after the last is not noted.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Sessions last used before this have ended. A use that was not noted may have kept it a minute longer.</summary>
    public DateTimeOffset Cutoff => Now - RecommendationSession.Lifetime - Grain;

    public bool HasEnded(DateTimeOffset lastUsed) => lastUsed < Cutoff;

    /// <summary>Notes a use.</summary>
    public async ValueTask TouchAsync(SessionId id, DateTimeOffset lastUsed, CancellationToken cancellationToken)
    {
        var now = Now;
        if (now - lastUsed < Grain)
            return;

        await queue.ChangeAsync(
            (db, token) => db.Sessions.Where(row => row.Id == id.Value && row.LastUsed < now).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsed, now), token),
            cancellationToken);
    }
}
