using StoryBeats.Catalog;
using StoryBeats.Providers.Previews;

namespace StoryBeats.Server.Wire;

/// <summary>What there is to hear and see of a session's songs.</summary>
internal sealed record PreviewsResponse(IReadOnlyList<PreviewResponse> Previews);

/// <summary>
/// Of one song; <paramref name="State"/> is found, none (nobody has it), pending (still looked for: ask again) or failed (nobody could be
/// asked just now).
/// </summary>
internal sealed record PreviewResponse(string SongId, string State, Uri? PreviewUrl, Uri? AlbumCover, string? Source)
{
    public static PreviewResponse From(TrackId id, PreviewLookup lookup) =>
        new(id.Value, WireName.Of(lookup.Status), lookup.Preview?.Audio, lookup.Preview?.Cover, lookup.Preview?.Source);
}
