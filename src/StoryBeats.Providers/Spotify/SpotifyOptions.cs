using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace StoryBeats.Providers.Spotify;

/// <summary>How Spotify is asked. Without a client id and secret it is not asked at all.</summary>
public sealed class SpotifyOptions
{
    /// <summary>The configuration section: <c>Spotify</c>.</summary>
    public const string SectionName = "Spotify";

    /// <summary>The app's client id, from Spotify's developer dashboard.</summary>
    public string? ClientId { get; set; }

    /// <summary>The app's secret. Never logged.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Where the Web API answers; ends in <c>/v1/</c>.</summary>
    [WebAddress]
    public Uri ApiBaseAddress { get; set; } = new("https://api.spotify.com/v1/");

    /// <summary>Where tokens come from; ends in <c>/</c>.</summary>
    [WebAddress]
    public Uri AccountsBaseAddress { get; set; } = new("https://accounts.spotify.com/");

    /// <summary>
    /// Where Spotify sends visitors back to who sign in, as registered in the dashboard; default: <c>/spotify/callback</c> of the address that
    /// they opened.
    /// </summary>
    [HttpAddress]
    public Uri? RedirectUri { get; set; }

    /// <summary>Whether artists' songs are fetched in the background before anybody asks; default true.</summary>
    public bool Prewarm { get; set; } = true;

    /// <summary>Calls a minute that fetching in the background makes at most; default 60.</summary>
    [Range(1, 6000)]
    public int PrewarmCallsPerMinute { get; set; } = 60;

    /// <summary>Seconds that a request waits for Spotify at most; default 2.5. What comes later serves the next.</summary>
    [Range(.05, 60)]
    public double DeadlineSeconds { get; set; } = 2.5;

    /// <summary>
    /// Calls within any thirty seconds at most, over all instances that share a Redis; default 90. Spotify does not publish its limit; what
    /// it refuses with 429 is honoured besides.
    /// </summary>
    [Range(2, 10_000)]
    public int CallsPer30Seconds { get; set; } = 90;

    /// <summary>
    /// Seconds after which a request takes thirty songs that both language sides have, however they sound, rather than wait for the
    /// slowest answers; default .7.
    /// </summary>
    [Range(.05, 60)]
    public double EnoughSeconds { get; set; } = .7;

    /// <summary>Seconds that one call may take; default 1.5. What takes longer is asked again.</summary>
    [Range(.05, 60)]
    public double AttemptSeconds { get; set; } = 1.5;

    /// <summary>Seconds that a call may take with all its repetitions; default 5.</summary>
    [Range(.05, 120)]
    public double CallSeconds { get; set; } = 5;

    /// <summary>The settings as they are before anything is built.</summary>
    public static SpotifyOptions From(IConfiguration configuration) => configuration.GetSection(SectionName).Get<SpotifyOptions>() ?? new SpotifyOptions();

    /// <summary>Whether there is a key to ask with.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(ClientId) && !string.IsNullOrWhiteSpace(ClientSecret);
}
