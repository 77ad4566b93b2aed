using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Vision;

namespace StoryBeats.Providers.FeatureEstimation;

/// <summary>The tallies of an evaluation, by what is known of a song's mood.</summary>
internal sealed class FeatureTallies(Classroom classroom, HandMadeEstimate handMade)
{
    private static readonly MoodCategory[] AllMoods = Enum.GetValues<MoodCategory>();

    private readonly FeatureTally _all = new("all");
    private readonly FeatureTally _labelled = new("labelled");
    private readonly FeatureTally _labelHidden = new("label_hidden");
    private readonly FeatureTally _curated = new("curated");
    private readonly FeatureTally _unknown = new("unknown");
    private readonly FeatureTally _odd = new("odd_tables");

    /// <summary>Estimates a song in every way and adds it where it belongs.</summary>
    public void Add(MeasuredSong song, FeatureModel model, bool isPlausible)
    {
        var track = song.Track;
        var asked = classroom.Asked(track);
        IReadOnlyList<MoodCategory> moods = track.Moods.Count > 0 ? track.Moods : asked.Count > 0 ? asked : AllMoods;
        if (!isPlausible)
        {
            Add([_odd], song, moods, model);
            return;
        }

        Add([_all, track.Moods.Count > 0 ? _labelled : asked.Count > 0 ? _curated : _unknown], song, moods, model);
        if (track.Moods.Count > 0)
            Add([_labelHidden], song with { Track = track with { Moods = [] } }, asked.Count > 0 ? asked : AllMoods, model);
    }

    /// <summary>The figures of all groups that have songs.</summary>
    public IReadOnlyList<FeatureGroup> Figures() =>
        [.. new[] { _all, _labelled, _labelHidden, _curated, _unknown, _odd }.Select(tally => tally.Figures()).OfType<FeatureGroup>()];

    private void Add(FeatureTally[] tallies, MeasuredSong song, IReadOnlyList<MoodCategory> moods, FeatureModel model)
    {
        FeatureEstimate[] learned = [.. moods.Select(mood => model.Estimate(classroom.Clues(song.Track, mood)))];
        var completed = model.Complete(classroom.Clues(song.Track), song.Measured[0], song.Measured[1]);
        AudioFeatures[] constants = [.. moods.Select(mood => MoodProfile.For(mood).Typical)];
        AudioFeatures[] byHand = [.. moods.Select(mood => handMade.Of(song.Track, mood))];
        foreach (var tally in tallies)
            tally.Add(song.Measured, learned, completed, constants, byHand);
    }
}
