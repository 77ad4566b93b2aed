using StoryBeats.Catalog;

namespace StoryBeats.Providers.Spotify;

/// <summary>Asks Spotify one question, whatever is cached: whether key and network work, and what the app may do.</summary>
public sealed class SpotifyProbe
{
    private readonly SpotifyClient _client;
    private readonly SpotifyAccess _access;

    internal SpotifyProbe(SpotifyClient client, SpotifyAccess access)
    {
        _client = client;
        _access = access;
    }

    // Visitors are not kept waiting for a slow answer; whoever asks what is wrong is.
    private const int Tries = 3;

    /// <summary>Fetches a token and searches once.</summary>
    /// <returns>Whether it worked, and how it is in a sentence.</returns>
    public async Task<(bool Works, string Says)> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await SearchAsync(cancellationToken);
            _access.Observe(found);
            return found.Count > 0
                ? (true, _access.Mode is AccessMode.Extended ? "answers, with extended quota" : "answers, in Development Mode: searches of ten, no popularity")
                : (false, "answers, but finds nobody. Is Spotify__ApiBaseAddress right?");
        }
        catch (SpotifyException fault)
        {
            return (false, fault.Failure is SpotifyFailure.Credentials
                ? "does not accept the key. Check Spotify__ClientId and Spotify__ClientSecret."
                : $"does not answer as it should ({fault.Message}). Check the network, Spotify__ApiBaseAddress and Spotify__AccountsBaseAddress.");
        }
    }

    private async Task<IReadOnlyList<WireTrack>> SearchAsync(CancellationToken cancellationToken)
    {
        for (var left = Tries - 1; ; left--)
        {
            try
            {
                return await _client.SearchTracksAsync("artist:\"Radiohead\"", Market.UnitedStates, limit: 1, offset: 0, new CallTerms(Live: true), cancellationToken);
            }
            catch (SpotifyException fault) when (left > 0 && fault.Failure is SpotifyFailure.Timeout)
            {
                // Once more.
            }
        }
    }
}
