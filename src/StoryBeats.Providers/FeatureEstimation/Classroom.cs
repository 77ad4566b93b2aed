using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Vision;

namespace StoryBeats.Providers.FeatureEstimation;

/// <summary>Makes songs of tables and of the catalogue ready to learn from.</summary>
internal sealed class Classroom(CuratedArtists curated, ArtistGroups groups)
{
    /// <summary>Clues of this kind tell what is peculiar to our own estimates; the model does without.</summary>
    public const string Ours = "ours";

    // Our own estimates agree with measured features at r = .81 and .71 (docs/catalogue.md).
    private const double OursWeight = .5;

    private readonly ILookup<string, MoodCategory> _asked = Enum.GetValues<MoodCategory>()
        .SelectMany(mood => curated.English(mood).Concat(curated.Hindi(mood)).Distinct(StringComparer.Ordinal).Select(artist => (Artist: TrackKey.Fold(artist), Mood: mood)))
        .ToLookup(pair => pair.Artist, pair => pair.Mood, StringComparer.Ordinal);

    /// <summary>The moods that an artist is asked for; none for most artists.</summary>
    public IReadOnlyList<MoodCategory> Asked(Track track) => [.. _asked[track.ArtistKey]];

    /// <summary>What an estimate for a mood goes by.</summary>
    public IEnumerable<FeatureClue> Clues(Track track, MoodCategory mood) => FeatureClue.Of(track, [mood], groups);

    /// <summary>What an estimate for no mood goes by.</summary>
    public IEnumerable<FeatureClue> Clues(Track track) => FeatureClue.Of(track, [], groups);

    /// <summary>A song as a table has it.</summary>
    public TeachingSong Measured(MeasuredSong song) => new(song.Track, [.. FeatureClue.Of(song.Track, Asked(song.Track), groups)], song.Measured, Weight: 1);

    /// <summary>A song of the catalogue. What its moods mean is shared with measured songs; what only we mean by them is kept apart.</summary>
    public TeachingSong Estimated(Track track)
    {
        var clues = FeatureClue.Of(track, Asked(track), groups).Where(clue => !clue.Kind.StartsWith("mood and", StringComparison.Ordinal)).ToList();
        clues.AddRange(clues.Where(clue => clue.Kind == "mood").Select(clue => clue with { Kind = Ours }).ToList());
        clues.Add(new FeatureClue(Ours, "all"));
        var features = track.Features!.Value;
        return new TeachingSong(track, clues, [.. Enumerable.Range(0, FeatureScale.Names.Count).Select(i => FeatureScale.Value(features, i))], OursWeight);
    }
}
