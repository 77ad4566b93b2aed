namespace StoryBeats;

/// <summary>Reads the names that people write in data files.</summary>
public static class EnumNames
{
    /// <summary>The value of a name, in any case.</summary>
    /// <returns>The value, or null when there is none of that name; a number, which .NET would take for a value, is no name.</returns>
    public static T? Parse<T>(string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(name, ignoreCase: true, out var value) && name.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase)
            ? value
            : null;
}
