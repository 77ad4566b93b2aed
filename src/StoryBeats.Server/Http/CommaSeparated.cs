namespace StoryBeats.Server.Http;

/// <summary>Settings that are a list.</summary>
internal static class CommaSeparated
{
    /// <summary>The parts; none of nothing.</summary>
    public static string[] Parts(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
