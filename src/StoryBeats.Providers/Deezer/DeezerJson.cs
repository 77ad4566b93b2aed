using System.Text.Json.Serialization;

namespace StoryBeats.Providers.Deezer;

/// <summary>A track, or an error, which comes with status 200 too.</summary>
internal sealed record DeezerTrack(
    long Id, string? Title, string? TitleVersion, string? Isrc, int? Duration, string? Preview, DeezerArtist? Artist, DeezerAlbum? Album, DeezerError? Error);

/// <summary>An artist.</summary>
internal sealed record DeezerArtist(string? Name);

/// <summary>An album and its cover in several sizes.</summary>
internal sealed record DeezerAlbum(string? Title, string? CoverMedium, string? CoverBig, string? CoverXl);

/// <summary>What a search found.</summary>
internal sealed record DeezerSearch(IReadOnlyList<DeezerTrack>? Data, DeezerError? Error);

/// <summary>What went wrong: developers.deezer.com/api/errors.</summary>
internal sealed record DeezerError(string? Type, string? Message, int Code)
{
    /// <summary>Too many calls.</summary>
    public const int Quota = 4;

    /// <summary>Its servers are busy.</summary>
    public const int Busy = 700;

    /// <summary>It does not have what was asked for.</summary>
    public const int NoData = 800;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeezerTrack))]
[JsonSerializable(typeof(DeezerSearch))]
internal sealed partial class DeezerJson : JsonSerializerContext;
