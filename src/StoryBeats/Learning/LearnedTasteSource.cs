using Microsoft.Extensions.Options;
using StoryBeats.Feedback;
using StoryBeats.Outages;
using StoryBeats.Sessions;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Learning;

/// <summary>Taste from feedback: everybody's as of the last refresh, the visitor's own as of now.</summary>
public sealed class LearnedTasteSource(IFeedbackStore feedback, IOptions<LearningOptions> options, TimeProvider clock) : ITasteSource, IDisposable
{
    // Beyond this many half-lives an opinion counts less than a hundredth.
    private const double HalfLivesKept = 7;

    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private CrowdTaste _crowd = CrowdTaste.Empty;
    private long? _version;

    /// <summary>What everybody's feedback taught, as of the last refresh. Set it to what was kept, to have it before the first refresh.</summary>
    public CrowdTaste Crowd
    {
        get => Volatile.Read(ref _crowd);
        set => Volatile.Write(ref _crowd, value);
    }

    /// <inheritdoc/>
    public ValueTask<Taste> ForAsync(VisitorId? visitor, SessionId? session, MoodCategory mood, CancellationToken cancellationToken) =>
        ForAsync(visitor, session, mood, _ => true, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Taste> ForTuningAsync(VisitorId? visitor, SessionId session, MoodCategory mood, CancellationToken cancellationToken) =>
        ForAsync(visitor, session, mood, entry => entry.Session != session || entry.Signal is not FeedbackSignal.NoReaction, cancellationToken);

    /// <summary>Learns anew from everybody's feedback, if there is any that was not learned from.</summary>
    /// <returns>Whether anything was learned anew: then <see cref="Crowd"/> is worth keeping.</returns>
    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (!settings.Enabled)
            return false;

        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            // Read before the entries: what comes meanwhile is learned next time.
            var version = await feedback.VersionAsync(cancellationToken);
            if (version == _version)
                return false;

            var now = clock.GetUtcNow();
            var builder = new CrowdTasteBuilder();
            await foreach (var entry in feedback.ReadAsync(now.AddDays(-HalfLivesKept * settings.HalfLifeDays), settings.MostSignals, cancellationToken))
                builder.Add(entry);
            Crowd = builder.Build(now, settings);
            _version = version;
            return true;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _refreshing.Dispose();

    // While storage is away, what everybody likes is known all the same.
    private async ValueTask<IReadOnlyList<FeedbackEntry>> ReadOwnAsync(SessionId? session, VisitorId? visitor, CancellationToken cancellationToken)
    {
        try
        {
            return await feedback.ReadOwnAsync(session, visitor, cancellationToken);
        }
        catch (Exception fault) when (StorageAwayException.Explains(fault))
        {
            return [];
        }
    }

    private async ValueTask<Taste> ForAsync(
        VisitorId? visitor, SessionId? session, MoodCategory mood, Func<FeedbackEntry, bool> counts, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (!settings.Enabled)
            return Taste.None;

        var crowd = Crowd;
        var entries = visitor is null && session is null ? [] : (await ReadOwnAsync(session, visitor, cancellationToken)).Where(counts).ToList();
        if (entries.Count == 0 && crowd.Voters == 0)
            return Taste.None;

        var offset = settings.FeaturePreference ? crowd.Moods.GetValueOrDefault(mood)?.Offset ?? default : default;
        var own = entries.Count == 0 ? null : PersonalTaste.From(entries, mood, offset, clock.GetUtcNow(), settings);
        return TasteComposer.Compose(crowd, own, mood, settings);
    }
}
