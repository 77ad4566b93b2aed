using System.Diagnostics;
using StoryBeats.Catalog;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Previews;

/// <summary>
/// Songs whose preview is wanted: those being shown first, the rest one at a time. Each song is in it once, whoever wants it, and it
/// holds so many and no more.
/// </summary>
internal sealed class PreviewQueue
{
    /// <summary>Most songs being shown that wait.</summary>
    public const int MostShown = 500;

    /// <summary>Most others that wait.</summary>
    public const int MostLater = 2000;

    private readonly Lock _lock = new();
    private readonly Dictionary<TrackId, Inquiry> _open = [];
    private readonly Queue<Inquiry> _shown = new();
    private readonly Queue<Inquiry> _later = new();
    private bool _laterUnderWay;
    private bool _ended;

    /// <summary>Songs that wait or are looked for.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _open.Count;
        }
    }

    /// <summary>Adds a song, or moves it forward.</summary>
    /// <returns>The inquiry, or null when there is no room.</returns>
    public Inquiry? Add(Track track, bool shown)
    {
        lock (_lock)
        {
            var queue = shown ? _shown : _later;
            if (_open.TryGetValue(track.Id, out var open))
            {
                if (shown && !open.Shown && !open.Started && _shown.Count < MostShown)
                {
                    open.Shown = true;
                    _shown.Enqueue(open);
                }

                return open;
            }

            if (_ended || queue.Count >= (shown ? MostShown : MostLater))
                return null;

            var inquiry = new Inquiry(track) { Shown = shown };
            _open.Add(track.Id, inquiry);
            queue.Enqueue(inquiry);
            return inquiry;
        }
    }

    /// <summary>The next song to look for, or null when nothing may be begun.</summary>
    public Inquiry? Take()
    {
        lock (_lock)
        {
            while (_shown.TryDequeue(out var next))
            {
                if (!next.Started)
                {
                    next.Started = true;
                    return next;
                }
            }

            while (!_laterUnderWay && _later.TryDequeue(out var next))
            {
                // It was moved forward and begun meanwhile.
                if (next.Started)
                    continue;

                next.Started = true;
                _laterUnderWay = true;
                return next;
            }

            return null;
        }
    }

    /// <summary>A song was looked for.</summary>
    public void Close(Inquiry inquiry, PreviewPage page)
    {
        lock (_lock)
            _open.Remove(inquiry.Track.Id);
        inquiry.Answered.TrySetResult(page);
    }

    /// <summary>Nothing is looked for any more.</summary>
    public void End(PreviewPage page)
    {
        Inquiry[] left;
        lock (_lock)
        {
            _ended = true;
            left = [.. _open.Values];
        }

        foreach (var inquiry in left)
            Close(inquiry, page);
    }

    /// <summary>The next of the songs that are not shown may be begun.</summary>
    public void AllowLater()
    {
        lock (_lock)
            _laterUnderWay = false;
    }
}

/// <summary>A song being looked for.</summary>
internal sealed class Inquiry(Track track)
{
    public Track Track { get; } = track;

    /// <summary>The request that wants it first.</summary>
    public ActivityContext Cause { get; } = StoryBeatsActivities.Here;

    /// <summary>Whether somebody looks at it.</summary>
    public bool Shown { get; set; }

    public bool Started { get; set; }

    public TaskCompletionSource<PreviewPage> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
