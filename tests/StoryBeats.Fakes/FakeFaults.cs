using System.Collections.Concurrent;

namespace StoryBeats.Fakes;

/// <summary>The faults in force: one an endpoint before one a service.</summary>
public sealed class FakeFaults
{
    private readonly ConcurrentDictionary<(FakeService Service, string? Endpoint), FakeFault> _faults = new();

    /// <summary>Sets what a whole service does wrong.</summary>
    public void Set(FakeService service, FakeFault fault) => _faults[(service, null)] = fault;

    /// <summary>Sets what one endpoint does wrong, named as in <see cref="FakeCall.Endpoint"/>: <c>search</c>, <c>artists/{id}/albums</c>, <c>token</c>.</summary>
    public void Set(FakeService service, string endpoint, FakeFault fault) => _faults[(service, endpoint)] = fault;

    /// <summary>Sets what everything does wrong.</summary>
    public void SetAll(FakeFault fault)
    {
        foreach (var service in Enum.GetValues<FakeService>())
            Set(service, fault);
    }

    /// <summary>All well again.</summary>
    public void Clear() => _faults.Clear();

    /// <summary>The fault in force.</summary>
    public FakeFault For(FakeService service, string endpoint) =>
        _faults.TryGetValue((service, endpoint), out var fault) || _faults.TryGetValue((service, null), out fault) ? fault : FakeFault.None;
}
