using CsCheck;
using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Tests.Support;

namespace StoryBeats.Tests.Ranking;

public sealed class TrackFilterProperties
{
    private const int PerArtist = 2;

    [Fact]
    public void Filter_keeps_the_order_and_loses_nothing_that_fits() => SongGen.Scored.Sample(tracks =>
    {
        var result = TrackFilter.Apply(tracks, ScoringProfile.Classic, PerArtist);

        result.Tracks.ShouldBe(tracks.Where(result.Tracks.Contains));
        tracks.Where(Fits).Except(result.Tracks).ShouldBeEmpty();
        result.Dropped.ShouldBe(tracks.Length - result.Tracks.Count);
    });

    [Fact]
    public void Filter_gives_way_only_when_fewer_than_five_usable_songs_fit_and_then_says_so() => SongGen.Scored.Sample(tracks =>
    {
        var result = TrackFilter.Apply(tracks, ScoringProfile.Classic, PerArtist);

        var tooFew = Usable(tracks.Where(Fits)) < TrackFilter.Enough;
        var letIn = result.Tracks.Any(track => !Fits(track));
        (letIn && !tooFew).ShouldBeFalse();
        result.Relaxed.Any().ShouldBe(letIn);
        result.Relaxed.Select(relaxation => relaxation.Filter).ShouldBeUnique(StringComparer.Ordinal);
        result.Relaxed.ShouldAllBe(relaxation => relaxation.Message.StartsWith("Too few songs fitted", StringComparison.Ordinal));
    });

    [Fact]
    public void Filter_leaves_five_usable_songs_whenever_there_are_five() => SongGen.Scored.Sample(tracks =>
    {
        var result = TrackFilter.Apply(tracks, ScoringProfile.Classic, PerArtist);

        Usable(result.Tracks).ShouldBeGreaterThanOrEqualTo(Math.Min(TrackFilter.Enough, Usable(tracks)));
    });

    private static bool Fits(ScoredTrack track) =>
        track.Vibe >= (track.FeatureSource is FeatureSource.Measured or FeatureSource.PartlyMeasured ? .75 : .50) && track.Astray <= .35 && track.Track.Popularity is null or (>= 47 and <= 85);

    private static int Usable(IEnumerable<ScoredTrack> tracks) =>
        tracks.GroupBy(track => track.Track.Artist, StringComparer.Ordinal).Sum(artist => Math.Min(artist.Count(), PerArtist));
}
