using StoryBeats.Sessions;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Learning;

/// <summary>What was learned, for one visitor in one mood.</summary>
public interface ITasteSource
{
    /// <summary>The taste to rank by; <see cref="Taste.None"/> when nothing was learned.</summary>
    /// <param name="visitor">The visitor's profile, or null.</param>
    /// <param name="session">The session going on, or null for a first photo.</param>
    /// <param name="mood">The mood of the photo.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<Taste> ForAsync(VisitorId? visitor, SessionId? session, MoodCategory mood, CancellationToken cancellationToken);

    /// <summary>The same for one who tunes a session: songs that it only showed say nothing, or a slider moved back would not bring them back.</summary>
    ValueTask<Taste> ForTuningAsync(VisitorId? visitor, SessionId session, MoodCategory mood, CancellationToken cancellationToken);
}

/// <summary>Where nothing is kept, nothing is learned.</summary>
internal sealed class NoTasteSource : ITasteSource
{
    public ValueTask<Taste> ForAsync(VisitorId? visitor, SessionId? session, MoodCategory mood, CancellationToken cancellationToken) => new(Taste.None);

    public ValueTask<Taste> ForTuningAsync(VisitorId? visitor, SessionId session, MoodCategory mood, CancellationToken cancellationToken) => new(Taste.None);
}
