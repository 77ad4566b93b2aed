namespace StoryBeats.Fakes.Catalog;

/// <summary>Recording codes, each once.</summary>
internal sealed class RecordingCodes
{
    private int _count;

    public string Next(string language, int year)
    {
        var number = _count++;
        return FormattableString.Invariant($"{(language == "Hindi" ? "IN" : "US")}FK{number / 100_000}{year % 100:00}{number % 100_000:00000}");
    }
}
