using System.Text.Json;

namespace StoryBeats.Server.Wire;

/// <summary>How values of an enum are spelled on the wire: in snake_case.</summary>
internal static class WireName
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a name, spelled exactly so, or null.</summary>
    public static T? Parse<T>(string? name)
        where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => string.Equals(Of(value!.Value), name, StringComparison.Ordinal));

    /// <summary>All names, for a sentence.</summary>
    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Of));
}
