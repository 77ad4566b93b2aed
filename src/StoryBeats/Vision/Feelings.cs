namespace StoryBeats.Vision;

/// <summary>Energy and valence in words, the same everywhere.</summary>
internal static class Feelings
{
    /// <summary>An energy of 0 to 1 in a word.</summary>
    public static string Pace(double energy) => energy switch { < .35 => "quiet", < .6 => "easy-going", < .8 => "lively", _ => "full of energy" };

    /// <summary>A valence of 0 to 1 in a word.</summary>
    public static string Mood(double valence) => valence switch { < .3 => "sad", < .45 => "sombre", < .6 => "balanced", < .75 => "content", _ => "joyful" };
}
