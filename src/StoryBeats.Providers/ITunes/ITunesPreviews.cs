using StoryBeats.Catalog;
using StoryBeats.Previews;
using StoryBeats.Providers.Previews;

namespace StoryBeats.Providers.ITunes;

/// <summary>Previews and covers from the iTunes Search API, by artist and title.</summary>
internal sealed class ITunesPreviews(CatalogCaller caller) : IMeteredPreviewSource
{
    /// <summary>Its name.</summary>
    public const string SourceName = "itunes";

    /// <summary>Calls within <see cref="Stretch"/>; Apple allows about 20.</summary>
    public const int Calls = 18;

    /// <summary>The time in which <see cref="Calls"/> may be made.</summary>
    public static readonly TimeSpan Stretch = TimeSpan.FromMinutes(1);

    private const int Results = 15;

    public string Name => SourceName;

    public CallBudget Budget => caller.Budget;

    public async ValueTask<Preview?> FindAsync(Track track, CancellationToken cancellationToken)
    {
        const string Endpoint = "search";
        var term = Uri.EscapeDataString($"{track.Artist} {SearchTitle.Of(track.Title)}");
        var market = Market.For(track.Language).Code;
        var answer = await caller.GetAsync(
            Endpoint, $"search?term={term}&media=music&entity=song&limit={Results}&country={market}", ITunesJson.Default.ITunesSearch, cancellationToken);
        if (answer is null)
            return null;
        if (answer.Results is null)
            throw caller.Nonsense(Endpoint);

        var same = answer.Results
            .Where(found => found?.ToSong() is { } song && SongMatch.IsSame(track, song))
            .Select(found => found.ToPreview(caller.Address))
            .OfType<Preview>()
            .ToList();
        return same.Find(preview => preview.Audio is not null) ?? same.FirstOrDefault();
    }
}
