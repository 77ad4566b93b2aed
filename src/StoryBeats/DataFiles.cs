namespace StoryBeats;

/// <summary>Where the data that people may edit lies: the operator's own folder first, then what the program brings.</summary>
/// <param name="overrides">The operator's data folder, or null.</param>
public sealed class DataFiles(string? overrides)
{
    /// <summary>The folder that comes with the program.</summary>
    public static string BuiltIn { get; } = Path.Combine(AppContext.BaseDirectory, "data");

    /// <summary>The folder of the models that come with the program.</summary>
    public static string Models { get; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>The path of a data file: the operator's copy when there is one.</summary>
    public string Find(string name) => Find(name, BuiltIn);

    /// <summary>The path of a small model: the operator's own in the data folder when there is one.</summary>
    public string FindModel(string name) => Find(name, Models);

    private string Find(string name, string builtIn)
    {
        if (overrides is not null)
        {
            var own = Path.Combine(overrides, name);
            if (File.Exists(own))
                return own;
        }

        return Path.Combine(builtIn, name);
    }
}
