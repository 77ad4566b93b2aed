using StoryBeats.Catalog;

namespace StoryBeats.Ranking;

/// <summary>The song of "more like this": kept with the wish, so that it holds whatever becomes of the song in the session.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Key">Artist and title, folded: the song does not come again under another id.</param>
/// <param name="Sound">What it sounds like, measured or estimated.</param>
public sealed record LikedSong(TrackId Id, string Title, TrackKey Key, AudioFeatures Sound)
{
    // Most of the way: the photo still has a word in it.
    private const double Pull = .8;

    // A vibe score between two songs that people would call alike.
    private const double Near = .85;

    /// <summary>The wish for more like a song.</summary>
    public static LikedSong Of(ScoredTrack song) => new(song.Track.Id, song.Track.Title, song.Track.Key, song.Features);

    /// <summary>Whether a song is known to sound much like it.</summary>
    public bool IsNear(AudioFeatures features, FeatureSource source, ScoringProfile profile) =>
        source is not (FeatureSource.Estimated or FeatureSource.PartlyMeasured) && TrackScorer.Vibe(features, Sound, profile) >= Near;

    /// <summary>The sound wanted, moved most of the way to the song's.</summary>
    public AudioFeatures Move(AudioFeatures wanted) => new(
        Mix(wanted.Energy, Sound.Energy), Mix(wanted.Valence, Sound.Valence), Mix(wanted.Danceability, Sound.Danceability),
        Mix(wanted.Acousticness, Sound.Acousticness), Mix(wanted.Instrumentalness, Sound.Instrumentalness), Mix(wanted.Tempo, Sound.Tempo));

    private static double Mix(double wanted, double liked) => wanted + (Pull * (liked - wanted));
}
