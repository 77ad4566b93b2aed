using StoryBeats.Catalog;
using StoryBeats.Photos;

namespace StoryBeats.Vision;

/// <summary>
/// From what a photo feels like (valence, energy, themes, light) to a mood and the sound that fits it. Every constant here is a
/// choice of ours, explained in docs/vision.md and pinned by table tests; none is learned.
/// </summary>
public sealed class VibeMapping(MoodLexicon lexicon)
{
    /// <summary>The middle of the sounds that photos ask for: the moods' typical features lie around it.</summary>
    public const double SongCentre = .55;

    /// <summary>Their standard deviation, in energy and in valence.</summary>
    public const double SongSpread = .17;

    // Spread of a mood in the valence-energy plane; a theme at full strength outweighs a distance of nearly three spreads.
    private const double Spread = .18;
    private const double ThemeWeight = 4.0;
    private const double LightWeight = 1.0;

    // A slider this near to what was read was not moved: answers are rounded.
    private const double Unmoved = .01;

    // How far energy and valence move from what was read towards what the moods that the photo could have sound like.
    private const double MoodPull = .4;

    // A visitor's word outweighs the reading, which still tells this photo from others of the mood.
    private const double CorrectionPull = .7;

    /// <summary>Maps a reading to an analysis.</summary>
    /// <param name="valence">Valence wanted of the songs, 0 to 1.</param>
    /// <param name="energy">Energy wanted of the songs, 0 to 1.</param>
    /// <param name="seen">What is seen, surest first, as the lexicon's theme entries.</param>
    /// <param name="colors">Light and colour.</param>
    /// <param name="source">Who read the photo.</param>
    /// <param name="deviation">How far off valence and energy may be, or null where the reader does not say.</param>
    /// <param name="moods">How strongly the photo as a whole speaks for each mood, in the order of <see cref="MoodProfile.All"/>, 1 like a theme at full strength; null where the reader knows no moods.</param>
    public VibeAnalysis Map(
        double valence, double energy, IReadOnlyList<ThemeEntry> seen, PhotoColors colors, string source, VibeUncertainty? deviation = null,
        IReadOnlyList<double>? moods = null)
    {
        double[] evidence = [.. MoodProfile.All.Select((mood, index) =>
            (ThemeWeight * (seen.Select(theme => theme.Evidence(mood.Category)).DefaultIfEmpty().Max() + (moods?[index] ?? 0)))
            + (LightWeight * LightEvidence(mood.Category, colors)))];
        var scores = Scores(energy, valence, evidence);
        var sound = Sound(scores, valence, energy, MoodPull);
        var category = MoodProfile.All[Array.IndexOf(scores, scores.Max())].Category;
        var entry = lexicon.Moods[category];
        var themes = seen.Select(theme => theme.Theme).Distinct(StringComparer.Ordinal).ToList();

        return new VibeAnalysis
        {
            Mood = lexicon.Word(category, sound.Energy, sound.Valence),
            MoodCategory = category,
            Themes = themes,
            Keywords = [.. themes.Concat(seen.SelectMany(theme => theme.Keywords)).Concat(LightWords(colors)).Distinct(StringComparer.Ordinal).Take(8)],
            Scene = Scene(themes, colors),
            Description = Describe(Scene(themes, colors), sound),
            MoodEvidence = evidence,
            Genres = entry.Genres,
            Target = sound,
            // Not less for the moods' pull: they follow the reading, and would be as far off.
            TargetDeviation = deviation,
            MusicStyle = entry.Style,
            Source = source,
            Colors = colors.Palette,
        };
    }

    /// <summary>The same photo with the visitor's own energy or valence: mood and sound follow, what is seen stays.</summary>
    public VibeAnalysis Retarget(VibeAnalysis analysis, double? energy, double? valence)
    {
        if (energy is null && valence is null)
            return analysis;

        var wantedEnergy = energy ?? analysis.Target.Energy;
        var wantedValence = valence ?? analysis.Target.Valence;
        var notes = new List<string>(analysis.Notes);
        if (energy is not null)
            notes.Add("Energy is the visitor's own choice.");
        if (valence is not null)
            notes.Add("Valence is the visitor's own choice.");

        // What the visitor says is sure.
        var read = analysis.TargetDeviation;
        var deviation = read is null ? null : new VibeUncertainty(energy is null ? read.Energy : 0, valence is null ? read.Valence : 0);
        var (energyMoved, valenceMoved) = (wantedEnergy - analysis.Target.Energy, wantedValence - analysis.Target.Valence);
        if (Math.Abs(energyMoved) < Unmoved && Math.Abs(valenceMoved) < Unmoved)
            return analysis with { TargetDeviation = deviation, Notes = notes };

        // The farther the visitor goes from the reading, the less what is seen counts, down to half.
        var near = Math.Exp(-((energyMoved * energyMoved) + (valenceMoved * valenceMoved)) / (2 * Spread * Spread));
        var scores = Scores(wantedEnergy, wantedValence, [.. analysis.MoodEvidence.Select(evidence => evidence * (1 + near) / 2)]);
        var sound = Sound(scores, wantedValence, wantedEnergy, pull: 0);
        var category = MoodProfile.All[Array.IndexOf(scores, scores.Max())].Category;
        return analysis with
        {
            Mood = lexicon.Word(category, wantedEnergy, wantedValence),
            MoodCategory = category,
            Genres = lexicon.Moods[category].Genres,
            MusicStyle = lexicon.Moods[category].Style,
            Description = Describe(analysis.Scene, sound),
            Target = sound,
            TargetDeviation = deviation,
            Notes = notes,
        };
    }

    /// <summary>The same photo as the visitor felt it: mood and sound follow, what is seen stays.</summary>
    public VibeAnalysis Correct(VibeAnalysis analysis, MoodCategory felt)
    {
        var (read, typical) = (analysis.Target, MoodProfile.For(felt).Typical);
        var sound = new AudioFeatures(
            Mix(read.Energy, typical.Energy), Mix(read.Valence, typical.Valence), Mix(read.Danceability, typical.Danceability),
            Mix(read.Acousticness, typical.Acousticness), read.Instrumentalness, Mix(read.Tempo, typical.Tempo));
        return analysis with
        {
            Mood = lexicon.Word(felt, sound.Energy, sound.Valence),
            MoodCategory = felt,
            Genres = lexicon.Moods[felt].Genres,
            MusicStyle = lexicon.Moods[felt].Style,
            Description = Describe(analysis.Scene, sound),
            Target = sound with { Tempo = MoodProfile.For(felt).PinTempo(sound.Tempo, sound.Energy) },
            TargetDeviation = analysis.TargetDeviation is { } far
                ? new VibeUncertainty((1 - CorrectionPull) * far.Energy, (1 - CorrectionPull) * far.Valence)
                : null,
            MoodEvidence = [.. MoodProfile.All.Select((mood, index) => mood.Category == felt
                ? analysis.MoodEvidence.Append(ThemeWeight).Max()
                : analysis.MoodEvidence.ElementAtOrDefault(index))],
            Notes = [.. analysis.Notes, $"The visitor felt it as {felt.ToString().ToLowerInvariant()}."],
        };

        static double Mix(double read, double typical) => read + (CorrectionPull * (typical - read));
    }

    private static double[] Scores(double energy, double valence, IReadOnlyList<double> evidence) =>
        [.. MoodProfile.All.Select((mood, index) => Closeness(mood, energy, valence) + (index < evidence.Count ? evidence[index] : 0))];

    private static double Closeness(MoodProfile mood, double energy, double valence)
    {
        var deltaEnergy = (mood.Typical.Energy - energy) / Spread;
        var deltaValence = (mood.Typical.Valence - valence) / Spread;
        return -.5 * ((deltaEnergy * deltaEnergy) + (deltaValence * deltaValence));
    }

    // Dark pictures are moody, pale soft ones dreamy, warm muted ones nostalgic, warm rich ones romantic, bright vivid ones happy.
    private static double LightEvidence(MoodCategory category, PhotoColors colors) => category switch
    {
        MoodCategory.Moody => Ramp(.35 - colors.Luminance, .20),
        MoodCategory.Dreamy => Ramp(.20 - colors.Contrast, .10) * Ramp(colors.Luminance - .45, .25),
        MoodCategory.Nostalgic => Ramp(colors.Warmth - .04, .12) * Ramp(.40 - colors.Saturation, .20),
        MoodCategory.Romantic => Ramp(colors.Warmth - .12, .20) * Ramp(colors.Saturation - .35, .25) * .8,
        MoodCategory.Happy => Ramp(colors.Saturation - .40, .25) * Ramp(colors.Luminance - .45, .20) * .8,
        _ => 0,
    };

    private static double Ramp(double excess, double full) => Math.Clamp(excess / full, 0, 1);

    // What the photo does not show directly follows from the moods it could be, each by its likelihood.
    private static AudioFeatures Sound(double[] scores, double valence, double energy, double pull)
    {
        var best = scores.Max();
        double total = 0, moodEnergy = 0, moodValence = 0, danceability = 0, acousticness = 0, tempo = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var weight = Math.Exp(scores[i] - best);
            var typical = MoodProfile.All[i].Typical;
            total += weight;
            moodEnergy += weight * typical.Energy;
            moodValence += weight * typical.Valence;
            danceability += weight * typical.Danceability;
            acousticness += weight * typical.Acousticness;
            tempo += weight * typical.Tempo;
        }

        var wantedEnergy = Math.Clamp(((1 - pull) * energy) + (pull * moodEnergy / total), 0, 1);
        var wantedValence = Math.Clamp(((1 - pull) * valence) + (pull * moodValence / total), 0, 1);
        return new AudioFeatures(
            wantedEnergy, wantedValence, danceability / total, acousticness / total,
            Instrumentalness: .3 * (1 - wantedEnergy), Math.Clamp(tempo / total, 60, 180));
    }

    private static IEnumerable<string> LightWords(PhotoColors colors)
    {
        if (colors.Luminance < .3)
            yield return "dark";
        if (colors.Luminance > .65)
            yield return "bright";
        if (colors.Warmth > .1)
            yield return "warm light";
        if (colors.Warmth < -.08)
            yield return "cool light";
        if (colors.Saturation < .12)
            yield return "nearly black and white";
        if (colors.Saturation > .55)
            yield return "vivid colours";
    }

    private static string Scene(IReadOnlyList<string> themes, PhotoColors colors)
    {
        var light = colors.Luminance switch { < .3 => "dark", > .62 => "bright", _ => "softly lit" };
        var tone = colors.Saturation < .12 ? "almost colourless" : colors.Warmth switch { > .08 => "warm", < -.06 => "cool", _ => "evenly coloured" };
        var subject = themes.Count switch
        {
            0 => "photo",
            1 => $"photo: {themes[0]}",
            _ => $"photo: {themes[0]}, perhaps {themes[1]}",
        };
        return $"A {light}, {tone} {subject}.";
    }

    private static string Describe(string scene, AudioFeatures sound) =>
        $"{scene} It feels {Feelings.Pace(sound.Energy)} and {Feelings.Mood(sound.Valence)}.".TrimStart();
}
