using System.Text.Json.Serialization;

namespace StoryBeats.Providers.Spotify;

/// <summary>The answer to <c>GET /search?type=track</c>, as far as it is read.</summary>
internal sealed record SearchResponse
{
    public SearchPage? Tracks { get; init; }
}

internal sealed record SearchPage
{
    public IReadOnlyList<WireTrack?>? Items { get; init; }
}

internal sealed record WireTrack
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<WireArtist?>? Artists { get; init; }

    public WireAlbum? Album { get; init; }

    public int? DurationMs { get; init; }

    /// <summary>There with extended quota alone.</summary>
    public int? Popularity { get; init; }

    /// <summary>There when a market was asked for.</summary>
    public bool? IsPlayable { get; init; }

    public WireExternalIds? ExternalIds { get; init; }
}

internal sealed record WireArtist
{
    public string? Id { get; init; }

    public string? Name { get; init; }
}

internal sealed record WireAlbum
{
    public string? Name { get; init; }

    public string? ReleaseDate { get; init; }

    /// <summary><c>year</c>, <c>month</c> or <c>day</c>.</summary>
    public string? ReleaseDatePrecision { get; init; }

    public IReadOnlyList<WireImage?>? Images { get; init; }
}

internal sealed record WireImage
{
    public string? Url { get; init; }

    public int? Width { get; init; }
}

internal sealed record WireExternalIds
{
    public string? Isrc { get; init; }
}

/// <summary>The answer to <c>POST /api/token</c>.</summary>
internal sealed record TokenResponse
{
    public string? AccessToken { get; init; }

    public int? ExpiresIn { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SearchResponse))]
[JsonSerializable(typeof(TokenResponse))]
internal sealed partial class SpotifyJson : JsonSerializerContext;
