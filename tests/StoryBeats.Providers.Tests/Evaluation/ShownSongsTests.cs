using StoryBeats.Catalog;
using StoryBeats.Providers.Evaluation;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.Tests.Evaluation;

public sealed class ShownSongsTests
{
    private static readonly Track[] Catalogue = [.. Enumerable.Range(0, 8).Select(i => Song(i, $"artist {i / 2}", energy: i / 10.0, popularity: 50 + i))];

    [Fact]
    public void Figures_are_those_of_a_list_that_can_be_counted_by_hand()
    {
        var shown = new ShownSongs(Catalogue);
        shown.Add(Shown(0, 1));
        shown.Add(Shown(0, 2));

        // .30 of the vibe score is energy, which is .1 and .2 apart.
        shown.Diversity().ShouldBe(.045, 1e-9);
        shown.ArtistCoverage().ShouldBe(.5);
        shown.CatalogueCoverage().ShouldBe(3 / 8.0);
        // Two of four were shown for every photo, two for every other.
        shown.Novelty().ShouldBe(.5, 1e-9);
        shown.Unfamiliarity().ShouldBe(.4925, 1e-9);
    }

    [Fact]
    public void A_place_in_the_plane_is_told_in_standard_deviations()
    {
        var plane = new AffectPlane([.2, .6], [.1, .9]);

        AffectPlane.Distance(plane.Place(.6, .5), (1, 0)).ShouldBe(0, 1e-9);
        AffectPlane.Distance(plane.Place(.4, .1), plane.Place(.4, .9)).ShouldBe(2, 1e-9);
    }

    [Fact]
    public void Labels_are_read_as_moods_and_what_says_nothing_is_left_out()
    {
        using var folder = new TempFolder();
        var path = folder.Write("moods.csv", """
            name,artist,id,release_date,popularity,danceability,acousticness,energy,instrumentalness,valence,tempo,mood
            One,A,1,27-10-1982,68,0.8,0.1,0.7,0,0.6,118.5,Sad
            Two,B,2,2001,,0.8,0.1,0.7,0,0.6,118.5,Happy
            Three,C,3,,1,0.8,0.1,0.7,0,0.6,118.5,Whatever
            """);

        var labelled = LabelledTracks.Load(path);

        labelled.Select(one => one.Mood.ToString()).ShouldBe(["Melancholic", "Happy"]);
        labelled[0].Track.ReleaseDate.ShouldBe(new ReleaseDate(1982, 10, 27));
        labelled[1].Track.Popularity.ShouldBeNull();
    }

    private static IReadOnlyList<ScoredTrack> Shown(params int[] songs) =>
        [.. songs.Select(i => new ScoredTrack(new CandidateTrack(Catalogue[i], "test"), Catalogue[i].Features!.Value, FeatureSource.Measured, 1, 1, 1, 1))];

    private static Track Song(int number, string artist, double energy, int popularity) => new()
    {
        Id = new TrackId($"{number}"),
        Title = $"Song {number}",
        Artist = artist,
        Language = Languages.English,
        Features = new AudioFeatures(energy, .5, .5, .5, 0, 100),
        Popularity = popularity,
    };
}
