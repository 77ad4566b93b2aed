using StoryBeats.Catalog;
using StoryBeats.Previews;
using StoryBeats.Providers.Previews;

namespace StoryBeats.Providers.Deezer;

/// <summary>Previews and covers from Deezer: by ISRC, then by artist and title.</summary>
internal sealed class DeezerPreviews(CatalogCaller caller) : IMeteredPreviewSource
{
    /// <summary>Its name.</summary>
    public const string SourceName = "deezer";

    /// <summary>Calls within <see cref="Stretch"/>; Deezer allows 50.</summary>
    public const int Calls = 40;

    /// <summary>The time in which <see cref="Calls"/> may be made.</summary>
    public static readonly TimeSpan Stretch = TimeSpan.FromSeconds(5);

    // Enough to pass over live and karaoke versions.
    private const int Results = 15;

    public string Name => SourceName;

    public CallBudget Budget => caller.Budget;

    public async ValueTask<Preview?> FindAsync(Track track, CancellationToken cancellationToken)
    {
        var byCode = track.Isrc is { } isrc ? await ByIsrcAsync(track, isrc, cancellationToken) : null;
        // A recording may be there and mute in this country, and another pressing of it not.
        return byCode?.Audio is not null ? byCode : await ByNameAsync(track, cancellationToken) ?? byCode;
    }

    private async Task<Preview?> ByIsrcAsync(Track track, Isrc isrc, CancellationToken cancellationToken)
    {
        const string Endpoint = "track-isrc";
        var found = await caller.GetAsync(Endpoint, $"track/isrc:{isrc.Value}", DeezerJson.Default.DeezerTrack, cancellationToken);
        if (found is null || IsNothing(Endpoint, found.Error))
            return null;
        if (found.Id <= 0)
            throw caller.Nonsense(Endpoint);

        return found.IsRecording(track) ? found.ToPreview(caller.Address) : null;
    }

    private async Task<Preview?> ByNameAsync(Track track, CancellationToken cancellationToken)
    {
        const string Endpoint = "search";
        var query = $"artist:\"{Quotable(track.Artist)}\" track:\"{Quotable(SearchTitle.Of(track.Title))}\"";
        var answer = await caller.GetAsync(
            Endpoint, $"search?q={Uri.EscapeDataString(query)}&limit={Results}", DeezerJson.Default.DeezerSearch, cancellationToken);
        if (answer is null || IsNothing(Endpoint, answer.Error))
            return null;
        if (answer.Data is null)
            throw caller.Nonsense(Endpoint);

        var same = answer.Data
            .Where(found => found?.ToSong() is { } song && SongMatch.IsSame(track, song))
            .Select(found => found.ToPreview(caller.Address))
            .OfType<Preview>()
            .ToList();
        return same.Find(preview => preview.Audio is not null) ?? same.FirstOrDefault();
    }

    private bool IsNothing(string endpoint, DeezerError? error) => error?.Code switch
    {
        null => false,
        DeezerError.NoData => true,
        DeezerError.Quota or DeezerError.Busy => throw caller.Refused(endpoint),
        _ => throw caller.Nonsense(endpoint),
    };

    private static string Quotable(string text) => text.Replace('"', ' ');
}
