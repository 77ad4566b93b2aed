using StoryBeats.Catalog;
using StoryBeats.Previews;

namespace StoryBeats.Providers.Previews;

/// <summary>What was found out of one song, as it is cached.</summary>
/// <param name="Status">Found, none or failed.</param>
/// <param name="Preview">What was found.</param>
/// <param name="GoodUntil">When to ask again.</param>
internal sealed record PreviewPage(PreviewStatus Status, Preview? Preview, DateTimeOffset GoodUntil)
{
    /// <summary>How long a preview is kept whose address does not say when it ends.</summary>
    public static readonly TimeSpan FoundLifetime = TimeSpan.FromHours(24);

    /// <summary>How long it is believed that nobody has a song.</summary>
    public static readonly TimeSpan NoneLifetime = TimeSpan.FromHours(6);

    /// <summary>How long nobody is asked again who could not be asked.</summary>
    public static readonly TimeSpan FailedLifetime = TimeSpan.FromMinutes(2);

    /// <summary>The same when only our own budget of calls was used up.</summary>
    public static readonly TimeSpan BusyLifetime = TimeSpan.FromSeconds(15);

    /// <summary>A preview is given out only while it can still be started and heard to its end.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    /// <summary>For so long at least, should the clocks disagree: what was just given is not asked for again at once.</summary>
    public static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(1);

    /// <summary>The answer for a song; a cover that the song has already stays.</summary>
    public PreviewLookup For(Track track) =>
        new(Status, Preview is { } preview ? preview with { Cover = track.Cover ?? preview.Cover } : null);

    /// <summary>A page for what was found.</summary>
    public static PreviewPage Found(Preview preview, DateTimeOffset now)
    {
        var until = now + FoundLifetime;
        if (preview.Until is { } ends && ends - Margin < until)
            until = ends - Margin;
        var earliest = now + ShortestLifetime;
        return new PreviewPage(PreviewStatus.Found, preview, until > earliest ? until : earliest);
    }
}
