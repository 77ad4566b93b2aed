using System.Collections.Concurrent;

namespace StoryBeats.Fakes.Models;

/// <summary>Every question to a model since the start or the last <see cref="Clear"/>.</summary>
public sealed class ModelLog
{
    private ConcurrentQueue<ModelCall> _calls = new();

    /// <summary>All questions, oldest first.</summary>
    public IReadOnlyList<ModelCall> All => [.. _calls];

    /// <summary>The photos that were to be read, oldest first.</summary>
    public IReadOnlyList<ModelCall> Readings => [.. _calls.Where(call => !call.OrdersSongs)];

    /// <summary>The songs that were to be ordered, oldest first.</summary>
    public IReadOnlyList<ModelCall> SecondLooks => [.. _calls.Where(call => call.OrdersSongs)];

    /// <summary>The questions to one service, oldest first.</summary>
    public IReadOnlyList<ModelCall> Of(FakeService service) => [.. _calls.Where(call => call.Service == service)];

    /// <summary>Forgets all questions so far.</summary>
    public void Clear() => Interlocked.Exchange(ref _calls, new ConcurrentQueue<ModelCall>());

    internal void Add(ModelCall call) => _calls.Enqueue(call);
}
