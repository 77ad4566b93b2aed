using StoryBeats.Vision;

namespace StoryBeats.Server.Wire;

/// <summary>
/// How one reader did with the photo: read, failed, refused, timed_out, unusable or skipped, and why where it did not read it;
/// <paramref name="Model"/> is null for this machine.
/// </summary>
internal sealed record ReaderResponse(string Reader, string? Model, string Status, string? Message)
{
    public static ReaderResponse From(ReaderReport report) => new(report.Reader, report.Model, WireName.Of(report.Status), report.Message);
}

/// <summary>
/// Who reads photos here, in the order they are asked; "local" is this server. For each of the others <paramref name="Models"/> has the model's name and
/// <paramref name="Hosts"/> the host that the photo is sent to.
/// </summary>
internal sealed record ReadersResponse(IReadOnlyList<string> Readers, IReadOnlyDictionary<string, string> Models, IReadOnlyDictionary<string, string> Hosts);
