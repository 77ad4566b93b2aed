namespace StoryBeats.Server.Telemetry;

/// <summary>What the figures are held against: the targets of the original. deploy/prometheus/rules.yml has the same.</summary>
internal static class Targets
{
    /// <summary>P95 of seconds to a new photo's songs, at most.</summary>
    public const double FirstSeconds = 7;

    /// <summary>P95 of seconds to a known photo's songs, at most.</summary>
    public const double CachedSeconds = 2;

    /// <summary>Share of lookups that a cache answers, more than.</summary>
    public const double HitRate = .6;

    /// <summary>P95 of Spotify calls a photo, fewer than.</summary>
    public const double Calls = 30;

    /// <summary>Share of requests that fail, less than.</summary>
    public const double ErrorRate = .01;

    /// <summary>P95 of seconds over artists of the live catalogue, at most.</summary>
    public const double ArtistSeconds = 10;
}
