using StoryBeats.Catalog;
using StoryBeats.Previews;

namespace StoryBeats.Providers.Previews;

/// <summary>Asks one catalogue after the other for a song.</summary>
internal sealed class PreviewFinder(IReadOnlyList<GuardedSource> sources, TimeProvider time)
{
    /// <summary>Calls of each catalogue that the background leaves for songs that are being shown.</summary>
    public const int Reserve = 8;

    /// <summary>Finds something to hear, or at least a cover.</summary>
    public async Task<PreviewPage> FindAsync(Track track, bool shown, CancellationToken cancellationToken)
    {
        Preview? mute = null;
        bool failed = false, busy = false;
        foreach (var source in sources)
        {
            var reply = await source.AskAsync(track, shown ? 0 : Reserve, cancellationToken);
            failed |= reply.Kind is ReplyKind.Failed;
            busy |= reply.Kind is ReplyKind.Busy;
            if (reply.Preview is { Audio: not null } found)
                return PreviewPage.Found(found with { Cover = found.Cover ?? mute?.Cover }, time.GetUtcNow());

            mute ??= reply.Preview;
        }

        // Who could not be asked might have it.
        var now = time.GetUtcNow();
        if (busy || failed)
        {
            var until = now + (failed ? PreviewPage.FailedLifetime : PreviewPage.BusyLifetime);
            return mute is null ? new PreviewPage(PreviewStatus.Failed, null, until) : new PreviewPage(PreviewStatus.Found, mute, until);
        }

        return mute is null ? new PreviewPage(PreviewStatus.None, null, now + PreviewPage.NoneLifetime) : PreviewPage.Found(mute, now);
    }
}
