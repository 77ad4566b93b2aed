using StoryBeats.Catalog;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog.Import;

/// <summary>A row or two in the form of each well-known set.</summary>
public sealed class KnownSetTests : IDisposable
{
    private const string Id = "7lmeHLHBe4nmXzuXc0HDjk";

    private readonly ImportFixture _import = new();

    public void Dispose() => _import.Dispose();

    [Theory]
    [InlineData(
        "Spotify 1.2M+ Songs",
        """
        id,name,album,album_id,artists,artist_ids,track_number,disc_number,explicit,danceability,energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,duration_ms,time_signature,year,release_date
        7lmeHLHBe4nmXzuXc0HDjk,Testify,The Battle Of Los Angeles,2eia0myWFgoHuttJytCxgX,"['Rage Against The Machine', 'Guest']",['2d0hyoQ5ynDBnkvAbJKORj'],1,1,False,0.47,0.978,7,-5.399,1,0.0727,0.0261,1.09e-05,0.356,0.503,117.906,210133,4.0,1999,1999-11-02
        """,
        "Testify", "Rage Against The Machine", "1999-11-02", 210133, null)]
    [InlineData(
        "Spotify Dataset 1922-2021",
        """
        id,name,popularity,duration_ms,explicit,artists,id_artists,release_date,danceability,energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature
        7lmeHLHBe4nmXzuXc0HDjk,Carve,6,126903,0,['Uli'],['45tIt06XoI0Iio4LBEVpls'],1922-02-22,0.645,0.445,0,-13.338,1,0.451,0.674,0.744,0.151,0.127,104.851,3
        """,
        "Carve", "Uli", "1922-02-22", 126903, 6)]
    [InlineData(
        "Spotify Dataset 1921-2020",
        """
        valence,year,acousticness,artists,danceability,duration_ms,energy,explicit,id,instrumentalness,key,liveness,loudness,mode,name,popularity,release_date,speechiness,tempo
        0.0594,1921,0.982,"[""Sergei O'Connor"", 'Berliner Philharmoniker']",0.279,831667,0.211,0,7lmeHLHBe4nmXzuXc0HDjk,0.878,10,0.665,-20.096,1,Piano Concerto,4,1921,0.0366,80.954
        """,
        "Piano Concerto", "Sergei O'Connor", "1921", 831667, 4)]
    [InlineData(
        "Ultimate Spotify Tracks DB",
        """
        genre,artist_name,track_name,track_id,popularity,acousticness,danceability,duration_ms,energy,instrumentalness,key,liveness,loudness,mode,speechiness,tempo,time_signature,valence
        Movie,Henri Salvador,C'est beau,7lmeHLHBe4nmXzuXc0HDjk,0,0.611,0.389,99373,0.91,0.0,C#,0.346,-1.828,Major,0.0525,166.969,4/4,0.814
        """,
        "C'est beau", "Henri Salvador", null, 99373, 0)]
    [InlineData(
        "30000 Spotify Songs",
        """
        track_id,track_name,track_artist,track_popularity,track_album_id,track_album_name,track_album_release_date,playlist_name,playlist_id,playlist_genre,playlist_subgenre,danceability,energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,duration_ms
        7lmeHLHBe4nmXzuXc0HDjk,Earfquake,"Tyler, The Creator",66,2oCs0DGTsRO98Gh5ZSl2Cx,Igor,2019-06,Pop Remix,37i9dQZF1DXcZDD7cfEKhW,pop,dance pop,0.748,0.916,6,-2.634,1,0.0583,0.102,0,0.0653,0.518,122.036,194754
        """,
        "Earfquake", "Tyler, The Creator", "2019-06", 194754, 66)]
    [InlineData(
        "Spotify Tracks Dataset",
        """
        ,track_id,artists,album_name,track_name,popularity,duration_ms,explicit,danceability,energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature,track_genre
        0,7lmeHLHBe4nmXzuXc0HDjk,Ingrid Michaelson;ZAYN,To Begin Again,To Begin Again,57,210826,False,0.438,0.359,0,-9.734,1,0.0557,0.21,0.0,0.117,0.12,76.332,4,acoustic
        """,
        "To Begin Again", "Ingrid Michaelson", null, 210826, 57)]
    [InlineData(
        "Spotify and YouTube",
        """
        ,Artist,Url_spotify,Track,Album,Album_type,Uri,Danceability,Energy,Key,Loudness,Speechiness,Acousticness,Instrumentalness,Liveness,Valence,Tempo,Duration_ms,Url_youtube,Title,Channel,Views
        0,Gorillaz,https://open.spotify.com/artist/3AA28KZvwAUcZuOKwyblJQ,Feel Good Inc.,Demon Days,album,spotify:track:7lmeHLHBe4nmXzuXc0HDjk,0.818,0.705,6.0,-6.679,0.177,0.00836,0.00233,0.613,0.772,138.559,222640.0,https://www.youtube.com/watch?v=HyHNuVaZJ-k,Gorillaz - Feel Good Inc. (Official Video),Gorillaz,693555221.0
        """,
        "Feel Good Inc.", "Gorillaz", null, 222640, null)]
    public async Task A_known_set_is_told_by_its_name_and_its_columns_are_taken(
        string set, string text, string title, string artist, string? released, int duration, int? popularity)
    {
        var file = await _import.ImportAsync(_import.Write("songs.csv", text));

        file.Set.ShouldBe(set);
        file.Taken.ShouldBe(1, string.Join(", ", file.Refused.Keys));
        var song = _import.Songs().ShouldHaveSingleItem();
        song.Id.ShouldBe(new TrackId(Id));
        song.SpotifyId.ShouldBe(Id);
        song.Title.ShouldBe(title);
        song.Artist.ShouldBe(artist);
        song.ReleaseDate?.ToString().ShouldBe(released);
        song.DurationMs.ShouldBe(duration);
        song.Popularity.ShouldBe(popularity);
        song.FeatureSource.ShouldBe(FeatureSource.Measured);
        song.FeatureConfidence.ShouldBe(1);
    }

    [Fact]
    public async Task The_most_streamed_songs_have_percent_and_a_date_in_three_columns_and_no_ids()
    {
        var songs = await _import.SongsOfAsync(
            """
            track_name,artist(s)_name,artist_count,released_year,released_month,released_day,in_spotify_playlists,streams,bpm,key,mode,danceability_%,valence_%,energy_%,acousticness_%,instrumentalness_%,liveness_%,speechiness_%
            Seven (feat. Latto) (Explicit Ver.),"Latto, Jung Kook",2,2023,7,14,553,141381703,125,B,Major,80,89,83,31,0,8,4
            Seven (feat. Latto) (Clean Ver.),"Latto, Jung Kook",2,2023,7,14,553,141381703,125,B,Major,80,89,83,31,0,8,4
            """);

        songs.Select(song => song.Artist).Distinct(StringComparer.Ordinal).ShouldBe(["Latto"]);
        songs[0].ReleaseDate.ShouldBe(new ReleaseDate(2023, 7, 14));
        songs[0].Features.ShouldBe(new AudioFeatures(.83, .89, .80, .31, 0, 125));
        songs[0].SpotifyId.ShouldBeNull();
        songs.Select(song => song.Id).Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("tracks/english.csv", 9913)]
    [InlineData("tracks/hindi.csv", 681)]
    [InlineData("tracks/moods.csv", 478)]
    public async Task The_evaluation_data_imports(string name, int rows)
    {
        var path = SharedData.Require(name);

        var file = await _import.ImportAsync(path, new() { RefusedFile = _import.Place("refused.csv") });

        file.Rows.ShouldBe(rows);
        (file.Taken + file.Refused.Values.Sum()).ShouldBe(rows);
        file.Taken.ShouldBeGreaterThan(rows * 9 / 10);
        file.LeftOut.Values.Sum().ShouldBeLessThan(rows / 100);
        _import.Songs().Count.ShouldBe((int)file.Taken);
    }
}
