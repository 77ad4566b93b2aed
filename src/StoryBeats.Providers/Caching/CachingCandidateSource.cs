using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StoryBeats.Catalog;
using StoryBeats.Retrieval;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Caching;

/// <summary>
/// The same photo, and another one much alike, costs a source no retrieval: answers are kept for ten minutes by mood, sound wanted in coarse
/// steps, languages, artists and day. What a visitor does not want is taken out after the cache, and only whole answers are kept.
/// </summary>
internal sealed class CachingCandidateSource(ICandidateSource inner, IFusionCache cache) : ICandidateSource
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    // Steps that nobody hears.
    private const double Step = .05;
    private const double TempoStep = 5;

    private static readonly FusionCacheEntryOptions EntryOptions = CacheEntries.For(Lifetime);

    public string Name => inner.Name;

    public async ValueTask<SourceAnswer> GetCandidatesAsync(RetrievalRequest request, CancellationToken cancellationToken)
    {
        var key = Key(request);
        var kept = await cache.TryGetAsync<KeptAnswer>(key, EntryOptions, cancellationToken);
        if (kept.HasValue)
            return new SourceAnswer(Wanted(kept.Value.Tracks, request));

        var answer = await inner.GetCandidatesAsync(request with { Excluded = new HashSet<TrackId>(), ExcludedArtists = new HashSet<string>(StringComparer.Ordinal), Shown = [] }, cancellationToken);
        IReadOnlyList<Track> tracks = [.. answer.Candidates.Select(candidate => candidate.Track)];
        // Nothing is not kept: it would hide what a pool learns in the next minute.
        if (answer.Status is SourceStatus.Complete && tracks.Count > 0)
            await cache.SetAsync(key, new KeptAnswer(tracks), EntryOptions, token: cancellationToken);
        return answer with { Candidates = Wanted(tracks, request) };
    }

    private IReadOnlyList<CandidateTrack> Wanted(IReadOnlyList<Track> tracks, RetrievalRequest request) =>
        [.. tracks.Where(request.Allows).Select(track => new CandidateTrack(track, Name))];

    private string Key(RetrievalRequest request)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{request.Mood}|{request.Today:yyyyMMdd}");
        foreach (var value in (ReadOnlySpan<double>)
            [request.Target.Energy, request.Target.Valence, request.Target.Danceability, request.Target.Acousticness, request.Target.Instrumentalness])
        {
            text.Append(CultureInfo.InvariantCulture, $"|{Math.Round(value / Step):0}");
        }

        text.Append(CultureInfo.InvariantCulture, $"|{Math.Round(request.Target.Tempo / TempoStep):0}");
        foreach (var language in request.Languages.Order(StringComparer.Ordinal))
            text.Append('|').Append(language);
        foreach (var artist in request.Artists.OrderBy(artist => artist.Name, StringComparer.Ordinal))
            text.Append('|').Append(artist.Name).Append('/').Append(artist.Language);
        return $"songs:v1:{Name}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))}";
    }
}

/// <summary>A source's songs for a vibe.</summary>
/// <param name="Tracks">The songs.</param>
internal sealed record KeptAnswer(IReadOnlyList<Track> Tracks);
