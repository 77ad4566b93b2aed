namespace StoryBeats.Telemetry;

/// <summary>Which ends of a call to a service are errors, and of what kind: few, so that they can be told apart in a chart.</summary>
internal static class UpstreamErrors
{
    /// <summary>The kind, or null when nothing went wrong: an answer, a "not found", or a call that was not wanted or not made.</summary>
    public static string? KindOf(string outcome) => outcome switch
    {
        "timeout" => "timeout",
        "unreachable" or "failed" or "broken_off" => "unreachable",
        "garbage" or "unusable" => "garbage",
        "refused" or "400" or "401" or "403" => "refused",
        "429" => "limited",
        ['5', _, _] => "server_error",
        _ => null,
    };
}
