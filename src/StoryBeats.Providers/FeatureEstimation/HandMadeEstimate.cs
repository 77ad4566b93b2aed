using System.Text.RegularExpressions;
using StoryBeats.Catalog;
using StoryBeats.Vision;

namespace StoryBeats.Providers.FeatureEstimation;

/// <summary>
/// The original's hand-made estimate for tracks whose features nobody knows: the mood's typical features, moved by artist group,
/// title words and year. The baseline that the learned estimate has to beat; nothing else uses it.
/// </summary>
public sealed partial class HandMadeEstimate(ArtistGroups groups)
{
    /// <summary>Estimates the features of a track that was retrieved for a mood.</summary>
    public AudioFeatures Of(Track track, MoodCategory mood)
    {
        var features = MoodProfile.For(mood).Typical;
        if (groups.Of(track.ArtistKey) is { } group)
            features = ByGroup(features, group);
        features = ByTitle(features, track.Title);
        if (track.ReleaseDate is { } released)
            features = ByYear(features, released.Year);
        return features.Clamp();
    }

    private static AudioFeatures ByGroup(AudioFeatures f, ArtistGroup group) => group switch
    {
        ArtistGroup.IndieAcoustic => f with { Acousticness = f.Acousticness + .3, Energy = f.Energy - .2, Danceability = f.Danceability - .2 },
        ArtistGroup.Electronic => f with { Energy = f.Energy + .1, Acousticness = f.Acousticness - .3, Tempo = f.Tempo + 10 },
        ArtistGroup.HipHopRnb => f with
        {
            Energy = Math.Clamp(f.Energy, .4, .7),
            Danceability = f.Danceability + .1,
            Tempo = Math.Clamp(f.Tempo, 85, 115),
        },
        ArtistGroup.IndieRock => f with { Energy = f.Energy + .15, Acousticness = f.Acousticness - .2, Tempo = f.Tempo + 5 },
        ArtistGroup.BollywoodRomantic => f with
        {
            Valence = f.Valence + .1,
            Acousticness = f.Acousticness + .2,
            Energy = Math.Clamp(f.Energy, .3, .6),
            Tempo = Math.Clamp(f.Tempo, 80, 110),
        },
        ArtistGroup.PunjabiHindiHipHop => f with
        {
            Energy = f.Energy + .2,
            Danceability = f.Danceability + .2,
            Tempo = f.Tempo + 15,
            Acousticness = f.Acousticness - .3,
        },
        ArtistGroup.IndianSingerSongwriter => f with
        {
            Acousticness = f.Acousticness + .25,
            Energy = f.Energy - .15,
            Valence = Math.Clamp(f.Valence, .4, .7),
            Tempo = Math.Clamp(f.Tempo, 75, 105),
        },
        ArtistGroup.Producer => f with
        {
            Energy = f.Energy + .25,
            Danceability = f.Danceability + .25,
            Acousticness = f.Acousticness - .4,
            Tempo = f.Tempo + 20,
        },
        ArtistGroup.ClassicalSufi => f with
        {
            Acousticness = f.Acousticness + .2,
            Energy = f.Energy - .1,
            Tempo = Math.Clamp(f.Tempo, 70, 100),
        },
        _ => f,
    };

    private static AudioFeatures ByTitle(AudioFeatures f, string title)
    {
        if (Remix().IsMatch(title))
            f = f with { Energy = f.Energy + .15, Danceability = f.Danceability + .15, Tempo = f.Tempo + 10 };
        if (Acoustic().IsMatch(title))
            f = f with { Acousticness = f.Acousticness + .3, Energy = f.Energy - .25 };
        if (Live().IsMatch(title))
            f = f with { Acousticness = f.Acousticness + .15 };
        return f;
    }

    private static AudioFeatures ByYear(AudioFeatures f, int year) => year switch
    {
        >= 2023 => f with { Energy = f.Energy + .05 },
        >= 2020 => f with { Energy = f.Energy + .03 },
        < 2010 => f with { Acousticness = f.Acousticness + .1 },
        _ => f,
    };

    [GeneratedRegex(@"\b(remix|mix|edit)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Remix();

    [GeneratedRegex(@"\b(acoustic|unplugged|stripped|piano)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Acoustic();

    [GeneratedRegex(@"\b(live|session)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Live();
}
