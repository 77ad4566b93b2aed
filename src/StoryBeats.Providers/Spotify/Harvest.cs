using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Spotify;

/// <summary>The songs of a request as they come in, and whether they are enough.</summary>
internal sealed class Harvest(RetrievalRequest request, AudioFeatureEstimator estimator)
{
    /// <summary>Most recent songs of an artist; about 60 % of what an artist gives.</summary>
    public const int RecentPerArtist = 10;

    /// <summary>Most proven songs of an artist.</summary>
    public const int ProvenPerArtist = 5;

    /// <summary>So many distinct songs are enough.</summary>
    public const int Wanted = 30;

    /// <summary>A song fits from here on.</summary>
    public const double FittingVibe = .8;

    // Thirty songs of two artists could not be shown: more than these of one do not count.
    private const int CountedPerArtist = 5;

    // So many of the thirty from each side of the language mix, where both are asked for.
    private const int WantedPerSide = 8;

    private readonly Dictionary<string, List<Track>> _byArtist = new(StringComparer.Ordinal);
    private readonly bool _wantsEnglish = request.Languages.Contains(Languages.English) && request.Artists.Any(artist => !IsIndian(artist.Language));
    private readonly bool _wantsIndian = request.Languages.Any(IsIndian) && request.Artists.Any(artist => IsIndian(artist.Language));

    /// <summary>Whether there are thirty songs that fit, from both sides.</summary>
    public bool HasFitting => Has(Fits);

    /// <summary>Whether there are thirty songs, from both sides.</summary>
    public bool HasThirty => Has(_ => true);

    /// <summary>Adds a pool.</summary>
    public void Add(ArtistAsk ask, ArtistPool pool)
    {
        if (!_byArtist.TryGetValue(ask.Key.ArtistKey, out var tracks))
            _byArtist[ask.Key.ArtistKey] = tracks = [];
        foreach (var track in pool.Tracks)
        {
            if (request.Languages.Contains(track.Language) && !request.Excluded.Contains(track.Id) && !tracks.Exists(known => known.Id == track.Id))
                tracks.Add(track);
        }
    }

    /// <summary>The songs that go out: of each artist the recent ones and the proven ones, most prominent first.</summary>
    public IReadOnlyList<Track> Pick() => [.. _byArtist.Values.SelectMany(Pick)];

    /// <summary>How well a track fits, 0 to 1, by what is known of its sound or else by an estimate.</summary>
    public double Vibe(Track track) => TrackScorer.Vibe(track.Features ?? estimator.Estimate(track, request.Mood).Features, request.Target, ScoringProfile.Classic);

    private IEnumerable<Track> Pick(List<Track> tracks)
    {
        var byAge = tracks.OrderByDescending(Prominence).ToLookup(track => track.ReleaseDate?.AgeInDays(request.Today) is <= ReleaseDate.RecentDays);
        return byAge[true].Take(RecentPerArtist).Concat(byAge[false].Take(ProvenPerArtist));
    }

    private bool Has(Predicate<Track> fits)
    {
        var seen = new HashSet<TrackKey>();
        int english = 0, indian = 0, all = 0;
        foreach (var tracks in _byArtist.Values)
        {
            foreach (var track in Pick(tracks).Where(track => IsWellKnownEnough(track) && fits(track) && seen.Add(track.Key)).Take(CountedPerArtist))
            {
                all++;
                if (IsIndian(track.Language))
                    indian++;
                else
                    english++;
            }
        }

        return all >= Wanted && (!_wantsEnglish || english >= WantedPerSide) && (!_wantsIndian || indian >= WantedPerSide);
    }

    // Estimates lie near the middle and would fit no far mood: a song of which nobody knows more counts as what its artist is asked for.
    private bool Fits(Track track) =>
        TrackScorer.Vibe(track.Features ?? MoodProfile.For(request.Mood).Typical, request.Target, ScoringProfile.Classic) >= FittingVibe;

    // What the filter would drop is not counted on.
    private static bool IsWellKnownEnough(Track track) =>
        track.Popularity is not { } popularity
        || (popularity >= ScoringProfile.Classic.MinPopularity && popularity <= ScoringProfile.Classic.MaxPopularity);

    private static double Prominence(Track track) => track.Popularity / 100.0 ?? track.Prominence ?? 0;

    private static bool IsIndian(string language) => Languages.Indian.Contains(language);
}
