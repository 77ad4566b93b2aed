using StoryBeats.Fakes.Catalog;

namespace StoryBeats.Fakes.Spotify;

/// <summary>
/// Finds what a search finds: mostly what was meant, but names are matched by their words, so that tributes, guests and namesakes
/// come along.
/// </summary>
internal sealed class SpotifySearch(FakeCatalog catalog, FakeSettings settings)
{
    public IReadOnlyList<FakeTrack> Tracks(SearchQuery query, string? market)
    {
        if (IsBarren(query, market))
            return [];
        if (query.Isrc is { } isrc)
            return [.. catalog.ByIsrc(isrc)];
        return [.. Candidates(query).Where(track => Matches(track, query)).OrderByDescending(track => Relevance(track, query)).ThenBy(track => track.Id, StringComparer.Ordinal)];
    }

    public IReadOnlyList<FakeArtist> Artists(SearchQuery query, string? market)
    {
        if (IsBarren(query, market) || query.Isrc is not null)
            return [];
        var words = query.Artist ?? query.Words;
        return words.Length == 0 ? [] : [.. catalog.Artists
            .Where(artist => words.All(word => SearchWords.Of(artist.Name).Any(own => own.StartsWith(word, StringComparison.Ordinal))))
            .OrderByDescending(artist => artist.Popularity + (SearchWords.Of(artist.Name).AsSpan().SequenceEqual(words) ? 100 : 0))];
    }

    public IReadOnlyList<FakeAlbum> Albums(SearchQuery query, string? market)
    {
        if (IsBarren(query, market) || query.Isrc is not null)
            return [];
        bool Has(string[]? wanted, string text) => wanted is null || Contains(SearchWords.Of(text), wanted);
        return [.. catalog.Albums
            .Where(album => InYears(album, query) && Has(query.Artist, album.Artist.Name) && Has(query.Album, album.Name) && Has(query.Words, $"{album.Name} {album.Artist.Name}"))
            .OrderByDescending(album => album.Tracks.Max(track => track.Popularity))];
    }

    /// <summary>Whether a name of the settings is asked for, or nothing is sold in the market.</summary>
    private bool IsBarren(SearchQuery query, string? market)
    {
        if (market is not null && settings.MarketsWithoutResults.ContainsKey(market))
            return true;
        var name = query.Artist ?? query.Words;
        return settings.UnknownArtists.Keys.Select(SearchWords.Of).Any(unknown => query.Artist is null ? Contains(name, unknown) : unknown.AsSpan().SequenceEqual(name));
    }

    /// <summary>The tracks with the rarest of the words asked for.</summary>
    private IEnumerable<FakeTrack> Candidates(SearchQuery query)
    {
        string[] words = [.. query.Artist ?? [], .. query.Track ?? [], .. query.Words];
        return words.Length == 0 ? catalog.Tracks : words.Select(catalog.WithWord).MinBy(list => list.Count)!;
    }

    private static bool Matches(FakeTrack track, SearchQuery query) =>
        InYears(track.Album, query)
        && (query.Artist is null || track.Artists.Any(artist => Contains(SearchWords.Of(artist.Name), query.Artist)))
        && (query.Track is null || Contains(SearchWords.Of(track.Title), query.Track))
        && (query.Album is null || Contains(SearchWords.Of(track.Album.Name), query.Album))
        && Contains([.. SearchWords.Of(track.Title), .. track.Artists.SelectMany(artist => SearchWords.Of(artist.Name))], query.Words);

    private static bool InYears(FakeAlbum album, SearchQuery query) => query.Years is not { } years || (album.Year >= years.From && album.Year <= years.To);

    private static bool Contains(string[] words, string[] wanted) => Array.TrueForAll(wanted, word => Array.IndexOf(words, word) >= 0);

    /// <summary>Known songs first, the name itself before names that contain it; chance enough that the order is not popularity's.</summary>
    private static double Relevance(FakeTrack track, SearchQuery query)
    {
        var isNamed = query.Artist is null || SearchWords.Of(track.Artists[0].Name).AsSpan().SequenceEqual(query.Artist);
        return track.Popularity + (isNamed ? 25 : 0) + (FakeIds.Number(track.Id) % 30);
    }
}
