using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using StoryBeats.Catalog;

namespace StoryBeats.Providers.Spotify.Accounts;

/// <summary>Makes playlists in a visitor's account, with the endpoints of 2026.</summary>
public sealed class SpotifyPlaylists
{
    private const int SearchesAtOnce = 4;

    // Spotify's most in Development Mode.
    private const int SearchLimit = 10;

    // Spotify's most in one call.
    private const int ItemsAtOnce = 100;

    // For all searches together; whatever is not found by then is missing.
    private static readonly TimeSpan SearchPatience = TimeSpan.FromSeconds(10);

    private readonly AccountCalls _calls;
    private readonly SpotifyOptions _options;
    private readonly TimeProvider _clock;

    internal SpotifyPlaylists(AccountCalls calls, IOptions<SpotifyOptions> options, TimeProvider clock)
    {
        _calls = calls;
        _options = options.Value;
        _clock = clock;
    }

    /// <summary>Makes a playlist of songs; those of other catalogues are looked for by artist and title.</summary>
    /// <exception cref="SpotifyAccountException">Spotify did not make it, or did not fill it: the message says which.</exception>
    public async Task<SpotifyPlaylist> CreateAsync(
        VisitorTokens tokens, string name, string description, bool isPublic, IReadOnlyList<Track> songs, CancellationToken cancellationToken)
    {
        var (found, faults) = await FindAsync(tokens, songs, cancellationToken);
        var uris = found.Where(id => id is not null).Distinct(StringComparer.Ordinal).Select(id => "spotify:track:" + id).ToList();
        var missing = songs.Where((_, i) => found[i] is null).ToList();
        if (uris.Count == 0)
        {
            // Whether Spotify has them is not known then.
            return faults.MaxBy(fault => fault.RetryAfter) is { } fault
                ? throw new SpotifyAccountException(fault.Problem, fault.Message, fault) { RetryAfter = fault.RetryAfter }
                : new SpotifyPlaylist(null, 0, missing);
        }

        var playlist = await SendAsync(
            tokens, HttpMethod.Post, "me/playlists", "me/playlists", () => JsonContent.Create(new NewPlaylist(name, description, isPublic), AccountJson.Default.NewPlaylist),
            AccountJson.Default.PlaylistAnswer, cancellationToken);
        if (playlist is not { Id.Length: > 0 } || !Uri.TryCreate(playlist.ExternalUrls?.Spotify, UriKind.Absolute, out var address))
            throw new SpotifyAccountException(SpotifyAccountProblem.Unavailable, "Spotify's answer to the new playlist makes no sense. Look whether it is there before you try again.");

        await FillAsync(tokens, playlist.Id, address, uris, cancellationToken);
        return new SpotifyPlaylist(address, uris.Count, missing);
    }

    private async Task FillAsync(VisitorTokens tokens, string id, Uri address, List<string> uris, CancellationToken cancellationToken)
    {
        var added = 0;
        try
        {
            // One after another: each is added at the end.
            foreach (var chunk in uris.Chunk(ItemsAtOnce))
            {
                await SendAsync(
                    tokens, HttpMethod.Post, $"playlists/{Uri.EscapeDataString(id)}/items", "playlists/{id}/items",
                    () => JsonContent.Create(new NewItems(chunk), AccountJson.Default.NewItems), AccountJson.Default.PlaylistAnswer, cancellationToken);
                added += chunk.Length;
            }
        }
        catch (SpotifyAccountException fault)
        {
            var what = added == 0 ? "its songs could not be added" : $"only the first {added} of its {uris.Count} songs could be added";
            throw new SpotifyAccountException(fault.Problem, $"The playlist is at {address}, but {what}. {fault.Message}", fault) { RetryAfter = fault.RetryAfter };
        }
    }

    // A search that failed costs its own song alone, unless it says that none can work.
    private async Task<(string?[] Ids, IReadOnlyCollection<SpotifyAccountException> Faults)> FindAsync(
        VisitorTokens tokens, IReadOnlyList<Track> songs, CancellationToken cancellationToken)
    {
        var ids = new string?[songs.Count];
        var faults = new ConcurrentQueue<SpotifyAccountException>();
        using var patience = new CancellationTokenSource(SearchPatience, _clock);
        var options = new ParallelOptions { MaxDegreeOfParallelism = SearchesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, songs.Count), options, async (i, token) =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(token, patience.Token);
            try
            {
                ids[i] = songs[i].SpotifyId ?? await SearchAsync(tokens, songs[i], either.Token);
            }
            catch (SpotifyAccountException fault) when (fault.Problem is SpotifyAccountProblem.Unavailable)
            {
                faults.Enqueue(fault);
            }
            catch (OperationCanceledException fault) when (!token.IsCancellationRequested)
            {
                faults.Enqueue(new SpotifyAccountException(SpotifyAccountProblem.Unavailable, "Spotify is too slow just now. Try again in a moment.", fault));
            }
        });
        return (ids, faults);
    }

    private async Task<string?> SearchAsync(VisitorTokens tokens, Track song, CancellationToken cancellationToken)
    {
        var query = Uri.EscapeDataString($"track:\"{song.Title}\" artist:\"{song.Artist}\"");
        var answer = await SendAsync(
            tokens, HttpMethod.Get, $"search?q={query}&type=track&limit={SearchLimit}", "search", content: null, AccountJson.Default.FoundTracks, cancellationToken);
        return (answer.Tracks?.Items ?? [])
            .FirstOrDefault(track => track is { Id.Length: > 0, Name: { } title }
                && (track.Artists ?? []).Any(artist => artist?.Name is { } name && TrackKey.From(name, title) == song.Key))
            ?.Id;
    }

    private Task<T> SendAsync<T>(
        VisitorTokens tokens, HttpMethod method, string path, string endpoint, Func<HttpContent>? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => tokens.DoAsync(
        valid =>
        {
            var request = new HttpRequestMessage(method, new Uri(_options.ApiBaseAddress, path)) { Content = content?.Invoke() };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", valid.Access);
            return _calls.SendAsync(AccountCalls.ApiName, request, endpoint, type, cancellationToken);
        },
        cancellationToken);
}

/// <summary>A playlist in a visitor's account.</summary>
/// <param name="Address">Where it is; null when Spotify has none of the songs, and none was made.</param>
/// <param name="Added">How many songs it has.</param>
/// <param name="Missing">Songs that Spotify does not have, or whose search failed.</param>
public sealed record SpotifyPlaylist(Uri? Address, int Added, IReadOnlyList<Track> Missing);
