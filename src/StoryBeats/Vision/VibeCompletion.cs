using StoryBeats.Catalog;

namespace StoryBeats.Vision;

/// <summary>Makes an analysis of what a model said: what it left out comes from this machine's reading, field by field, and is noted.</summary>
public sealed class VibeCompletion(MoodLexicon lexicon)
{
    // As strong as a theme that speaks for a mood with all its strength, see VibeMapping: the model has seen the photo.
    private const double NamedMood = 4;

    /// <summary>The analysis of a reading.</summary>
    /// <param name="reading">What the model said.</param>
    /// <param name="local">This machine's reading of the same photo.</param>
    /// <param name="reader">The reader's name.</param>
    public VibeAnalysis Complete(VibeReading reading, VibeAnalysis local, string reader)
    {
        var lent = new List<string>();
        var read = local.Target;
        var target = new AudioFeatures(
            Or(reading.Energy, read.Energy, "energy"),
            Or(reading.Valence, read.Valence, "valence"),
            Or(reading.Danceability, read.Danceability, "danceability"),
            Or(reading.Acousticness, read.Acousticness, "acousticness"),
            Or(reading.Instrumentalness, read.Instrumentalness, "instrumentalness"),
            Or(reading.Tempo, read.Tempo, "tempo"));
        var mood = reading.Mood;
        if (mood is null)
            lent.Add("mood");
        var category = mood is null ? local.MoodCategory : lexicon.Categorize(mood, target);
        if (reading.CulturalVibe is null)
            lent.Add("cultural_vibe");
        var description = Words(reading.Description, local.Description, "description");
        var analysis = local with
        {
            Mood = mood ?? local.Mood,
            MoodCategory = category,
            CulturalVibe = reading.CulturalVibe ?? local.CulturalVibe,
            Target = target,
            // A model does not say how sure it is; where it sees what this machine does, it is as sure.
            TargetDeviation = local.TargetDeviation is { } unsure && Math.Abs(target.Energy - read.Energy) <= unsure.Energy && Math.Abs(target.Valence - read.Valence) <= unsure.Valence
                ? unsure
                : null,
            Themes = List(reading.Themes, local.Themes, "themes"),
            Keywords = List(reading.Keywords, local.Keywords, "keywords"),
            Genres = List(reading.Genres, local.Genres, "genres"),
            Description = description,
            Scene = reading.Description is null ? local.Scene : description,
            MusicStyle = Words(reading.MusicStyle, local.MusicStyle, "music_style"),
            Source = reader,
            Readers = [],
        };
        return analysis with
        {
            MoodEvidence = mood is null ? local.MoodEvidence : Evidence(analysis.Themes, category),
            Notes = lent.Count == 0 ? reading.Notes : [.. reading.Notes, $"{Sentence(reader)} left out {string.Join(", ", lent)}: this machine's reading stands in."],
        };

        double Or(double? said, double own, string name)
        {
            if (said is null)
                lent.Add(name);
            return said ?? own;
        }

        string Words(string? said, string own, string name)
        {
            if (said is null)
                lent.Add(name);
            return said ?? own;
        }

        IReadOnlyList<string> List(IReadOnlyList<string>? said, IReadOnlyList<string> own, string name)
        {
            if (said is null)
                lent.Add(name);
            return said ?? own;
        }
    }

    /// <summary>A reader's name as the first word of a sentence.</summary>
    public static string Sentence(string reader) => reader.Length == 0 ? reader : char.ToUpperInvariant(reader[0]) + reader[1..];

    private double[] Evidence(IReadOnlyList<string> themes, MoodCategory named)
    {
        var seen = themes.Select(lexicon.Theme).OfType<ThemeEntry>().ToList();
        return [.. MoodProfile.All.Select(mood =>
            seen.Select(theme => theme.Evidence(mood.Category)).DefaultIfEmpty().Max() + (mood.Category == named ? NamedMood : 0))];
    }
}
