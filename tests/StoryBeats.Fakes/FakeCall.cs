namespace StoryBeats.Fakes;

/// <summary>One call that came in.</summary>
public sealed class FakeCall
{
    public required FakeService Service { get; init; }

    /// <summary>The endpoint's template without the service's prefix: <c>search</c>, <c>token</c>, <c>artists/{id}/top-tracks</c>; the path itself where there is none.</summary>
    public required string Endpoint { get; init; }

    public required string Method { get; init; }

    /// <summary>The path without the service's prefix.</summary>
    public required string Path { get; init; }

    /// <summary>The query string with its question mark, or empty.</summary>
    public required string Query { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The bearer token sent, or null.</summary>
    public required string? Bearer { get; init; }

    /// <summary>The status answered; null while there is none, and for good when the client left first.</summary>
    public int? Status { get; internal set; }
}
