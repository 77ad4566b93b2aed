using StoryBeats.Recommendations;
using StoryBeats.Reranking;
using StoryBeats.Server.Wire;

namespace StoryBeats.Server.Http;

/// <summary>Reads the wishes of a visitor who tunes; what is wrong is said in a sentence.</summary>
internal static class RefineFields
{
    /// <summary>Reads the wishes.</summary>
    /// <returns>The wishes, or a sentence for the first field that is wrong.</returns>
    public static (Preferences? Wished, string? Error) Parse(RefineRequest said)
    {
        if (WishFields.Wrong(said.Energy, said.Valence, said.Tempo, said.Freshness, said.Familiarity) is { } wrong)
            return (null, wrong);
        if (said.Count is < 1 or > DiversityReranker.Size)
            return (null, WishFields.CountSentence);

        var (languages, error) = WishFields.Languages(said.Languages ?? []);
        var (songs, songsError) = WishFields.Excluded(said.Exclude ?? []);
        var (artists, artistsError) = WishFields.ExcludedArtists(said.ExcludeArtists ?? []);
        var (languagesOff, offError) = WishFields.ExcludedLanguages(said.ExcludeLanguages ?? []);
        if ((error ?? songsError ?? artistsError ?? offError) is { } sentence)
            return (null, sentence);

        return (new Preferences
        {
            Languages = languages,
            Energy = said.Energy,
            Valence = said.Valence,
            Tempo = said.Tempo,
            Freshness = said.Freshness,
            Familiarity = said.Familiarity,
            Excluded = songs,
            ExcludedArtists = artists,
            ExcludedLanguages = languagesOff,
        }, null);
    }
}
