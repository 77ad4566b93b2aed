using StoryBeats.Catalog;
using StoryBeats.Providers.Spotify;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class ArtistOrderTests
{
    [Fact]
    public void The_nearest_come_first_the_sides_in_turn_and_who_is_unknown_last()
    {
        var order = Order(
            Artist("Far", Languages.English, .2),
            Artist("Unknown", Languages.English),
            Artist("Nah", Languages.Hindi, .6),
            Artist("Near", Languages.English, .9),
            Artist("Door", Languages.Punjabi, .3),
            Artist("Ajnabi", Languages.Hindi),
            Artist("Between", Languages.English, .5));

        order.ShouldBe(["Near", "Nah", "Between", "Door", "Far", "Ajnabi", "Unknown"]);
    }

    [Fact]
    public void Where_one_side_has_more_its_rest_follows_in_order()
    {
        var order = Order(Artist("C", Languages.English, .1), Artist("Ek", Languages.Hindi, .1), Artist("A", Languages.English, .9), Artist("B", Languages.English, .5));

        order.ShouldBe(["A", "Ek", "B", "C"]);
    }

    [Fact]
    public void An_artist_is_as_near_as_the_five_best_songs()
    {
        var order = Order(
            Artist("One hit", Languages.English, 1, .1, .1, .1, .1),
            Artist("Many that fit", Languages.English, .7, .7, .7, .7, .7, 0, 0, 0, 0, 0));

        order.ShouldBe(["Many that fit", "One hit"]);
    }

    [Fact]
    public void Songs_whose_sound_is_not_known_say_nothing()
    {
        var silent = KeyValuePair.Create(new SelectedArtist("Silent", Languages.English), (IReadOnlyList<Track>)[Song("Silent", 0, .9) with { Features = null }]);

        var order = Order(silent, Artist("Known", Languages.English, .2));

        order.ShouldBe(["Known", "Silent"]);
    }

    // The vibe of a song is its energy here.
    private static IEnumerable<string> Order(params KeyValuePair<SelectedArtist, IReadOnlyList<Track>>[] artists) =>
        ArtistOrder.ByNearness(artists, track => track.Features?.Energy ?? 1).Select(artist => artist.Name);

    private static KeyValuePair<SelectedArtist, IReadOnlyList<Track>> Artist(string name, string language, params double[] vibes) =>
        KeyValuePair.Create(new SelectedArtist(name, language), (IReadOnlyList<Track>)[.. vibes.Select((vibe, number) => Song(name, number, vibe))]);

    private static Track Song(string artist, int number, double vibe) => new()
    {
        Id = new TrackId($"{artist}-{number}"),
        Title = $"Song {number}",
        Artist = artist,
        Language = Languages.English,
        Features = new AudioFeatures(vibe, .5, .5, .5, 0, 120),
    };
}
