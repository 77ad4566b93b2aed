using StoryBeats.Ranking;

namespace StoryBeats.Reranking;

/// <summary>
/// Orders the best songs so that every five hold the language mix and no artist tires: at most two songs in thirty, and one in five
/// where others are left. Pure and deterministic.
/// </summary>
public static class DiversityReranker
{
    /// <summary>Most songs of one artist in a ranking.</summary>
    public const int PerArtist = 2;

    /// <summary>Songs ranked at once.</summary>
    public const int Size = 30;

    /// <summary>Ranks up to <see cref="Size"/> songs, in pages of five, each page best first.</summary>
    /// <param name="tracks">The songs, any order.</param>
    /// <param name="mix">The language mix.</param>
    /// <param name="variety">How unlike each other songs should be, or null: only artists and languages count.</param>
    public static RerankResult Rerank(IReadOnlyList<ScoredTrack> tracks, LanguageMix mix, Variety? variety = null)
    {
        var queue = tracks.OrderByDescending(track => variety?.Draw(track) ?? track.Final).ThenBy(track => track.Track.Id.Value, StringComparer.Ordinal).ToList();
        var ranked = new List<ScoredTrack>(Size);
        var ofArtist = new Dictionary<string, int>(StringComparer.Ordinal);
        var relaxed = new List<Relaxation>();

        while (ranked.Count < Size)
        {
            var page = FillPage(queue, mix, variety, ofArtist, Math.Min(LanguageMix.PageSize, Size - ranked.Count));
            if (page.Count == 0)
                break;
            if (ranked.Count == 0)
                relaxed.AddRange(Shortfalls(page, mix));
            ranked.AddRange(page.OrderByDescending(track => track.Final).ThenBy(track => track.Track.Id.Value, StringComparer.Ordinal));
        }

        return new RerankResult(ranked, relaxed);
    }

    private static List<ScoredTrack> FillPage(List<ScoredTrack> queue, LanguageMix mix, Variety? variety, Dictionary<string, int> ofArtist, int size)
    {
        var page = new List<ScoredTrack>(size);
        var inPage = new HashSet<string>(StringComparer.Ordinal);

        // First each language its share with fresh artists, then whoever is best, at last a second song of an artist on the page.
        foreach (var share in mix.Shares)
            Take(share.OfFive, track => share.Covers(track.Track.Language), freshArtists: true);
        foreach (var share in mix.Shares)
            Take(share.OfFive - page.Count(track => share.Covers(track.Track.Language)), track => share.Covers(track.Track.Language), freshArtists: false);
        Take(size, _ => true, freshArtists: true);
        Take(size, _ => true, freshArtists: false);
        return page;

        void Take(int count, Func<ScoredTrack, bool> wanted, bool freshArtists)
        {
            for (; count > 0 && page.Count < size; count--)
            {
                var free = queue.Where(track => wanted(track) && ofArtist.GetValueOrDefault(track.Track.ArtistKey) < PerArtist
                    && (!freshArtists || !inPage.Contains(track.Track.ArtistKey)));
                var best = free.FirstOrDefault();
                if ((variety is null ? best : variety.BestBeside(page, free)) is not { } track)
                    return;

                var artist = track.Track.ArtistKey;
                page.Add(ReferenceEquals(track, best) ? track : track with { ForVariety = true });
                queue.Remove(track);
                ofArtist[artist] = ofArtist.GetValueOrDefault(artist) + 1;
                inPage.Add(artist);
            }
        }
    }

    private static IEnumerable<Relaxation> Shortfalls(List<ScoredTrack> page, LanguageMix mix)
    {
        foreach (var share in mix.Shares)
        {
            var got = page.Count(track => share.Covers(track.Track.Language));
            if (got < share.OfFive)
                yield return new Relaxation("languages", $"Only {got} of {share.OfFive} {share.Name} songs fitted this photo.");
        }
    }
}

/// <summary>The songs in the order to show them, and what had to give way.</summary>
/// <param name="Tracks">The songs.</param>
/// <param name="Relaxed">Shares of the language mix that the first five could not fill.</param>
public sealed record RerankResult(IReadOnlyList<ScoredTrack> Tracks, IReadOnlyList<Relaxation> Relaxed);
