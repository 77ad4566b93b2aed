namespace StoryBeats.Providers.Spotify.Accounts;

/// <summary>What a visitor allowed us at Spotify. Never logged, and encrypted wherever it is kept.</summary>
/// <param name="Access">The access token.</param>
/// <param name="Refresh">The refresh token.</param>
/// <param name="Expires">When the access token ends.</param>
public sealed record SpotifyTokens(string Access, string Refresh, DateTimeOffset Expires)
{
    /// <inheritdoc/>
    public override string ToString() => $"tokens until {Expires:u}";
}
