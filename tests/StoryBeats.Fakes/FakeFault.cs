namespace StoryBeats.Fakes;

/// <summary>What an endpoint does wrong.</summary>
public enum FakeFaultKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Never answers; ends when the client leaves.</summary>
    Hang,

    /// <summary>200 with the first half of the right JSON.</summary>
    CutOffJson,

    /// <summary>200 with the right members holding the wrong types: artists a text, id a number, popularity "many".</summary>
    WrongTypes,

    /// <summary>200 with an HTML page.</summary>
    Html,

    /// <summary>200 with no body at all.</summary>
    Empty,

    /// <summary>200 with <c>{}</c>.</summary>
    EmptyObject,

    /// <summary>500.</summary>
    ServerError,

    /// <summary>A fixed status.</summary>
    FixedStatus,
}

/// <summary>A fault, and the status where it is one.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="StatusCode">The status of <see cref="FakeFaultKind.FixedStatus"/>.</param>
public readonly record struct FakeFault(FakeFaultKind Kind, int StatusCode = 0)
{
    public static FakeFault None => new(FakeFaultKind.None);

    public static FakeFault Hang => new(FakeFaultKind.Hang);

    public static FakeFault CutOffJson => new(FakeFaultKind.CutOffJson);

    public static FakeFault WrongTypes => new(FakeFaultKind.WrongTypes);

    public static FakeFault Html => new(FakeFaultKind.Html);

    public static FakeFault Empty => new(FakeFaultKind.Empty);

    public static FakeFault EmptyObject => new(FakeFaultKind.EmptyObject);

    public static FakeFault ServerError => new(FakeFaultKind.ServerError);

    /// <summary>This status, with the service's own error body.</summary>
    public static FakeFault Status(int status) => new(FakeFaultKind.FixedStatus, status);
}
