using System.Collections.Concurrent;

namespace StoryBeats.Fakes;

/// <summary>Every call since the start or the last <see cref="Clear"/>, counted when it comes in.</summary>
public sealed class CallLog
{
    private ConcurrentQueue<FakeCall> _calls = new();

    /// <summary>All calls, oldest first.</summary>
    public IReadOnlyList<FakeCall> All => [.. _calls];

    /// <summary>The calls of one service, oldest first.</summary>
    public IReadOnlyList<FakeCall> Of(FakeService service) => [.. _calls.Where(call => call.Service == service)];

    /// <summary>The calls of one endpoint, oldest first.</summary>
    public IReadOnlyList<FakeCall> Of(FakeService service, string endpoint) =>
        [.. _calls.Where(call => call.Service == service && call.Endpoint == endpoint)];

    public int Count(FakeService service) => _calls.Count(call => call.Service == service);

    public int Count(FakeService service, string endpoint) => _calls.Count(call => call.Service == service && call.Endpoint == endpoint);

    /// <summary>Forgets all calls so far.</summary>
    public void Clear() => Interlocked.Exchange(ref _calls, new ConcurrentQueue<FakeCall>());

    internal void Add(FakeCall call) => _calls.Enqueue(call);
}
