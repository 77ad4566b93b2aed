using StoryBeats.Catalog;
using StoryBeats.Vision;

namespace StoryBeats.Learning;

/// <summary>Puts a visitor's own taste and everybody's together, within bounds. Pure.</summary>
internal static class TasteComposer
{
    // What an effect of 1 is worth in a score.
    private const double ArtistScale = .35;
    private const double SongScale = .20;
    private const double CrowdScale = .35;
    private const double CoLikeScale = .45;
    private const double CoLikePrior = .5;

    // What a song loses for each time that it was shown lately.
    private const double SeenScale = .3;
    private const double SeenAtMost = 2;

    // Songs of five moved where one side pleases that much better.
    private const double LanguageScale = 10;
    private const double CrowdLanguageScale = 2;

    // How an effect becomes opinions for and against in a belief.
    private const double PersonalVoices = 3;

    public static Taste Compose(CrowdTaste crowd, PersonalTaste? own, MoodCategory mood, LearningOptions options)
    {
        var ofMood = crowd.Moods.GetValueOrDefault(mood);
        var people = options.ArtistPreference || options.ArtistSelection ? own?.Artists.ToList() ?? [] : [];
        return new Taste
        {
            Bound = options.MaxAdjustment,
            Offset = !options.FeaturePreference ? default : own?.Offset ?? ofMood?.Offset ?? default,
            LanguageShift = options.LanguageMix ? LanguageShift(ofMood, own) : 0,
            Unwanted = own?.Unwanted ?? Taste.None.Unwanted,
            Artists = Artists(crowd, ofMood, own, mood, options),
            Songs = Songs(crowd, own, options),
            Seen = options.Freshness && own is not null
                ? own.Seen.ToDictionary(pair => pair.Key, pair => SeenScale * Math.Min(pair.Value, SeenAtMost))
                : Taste.None.Seen,
            Beliefs = options.ArtistSelection ? Beliefs(ofMood, people) : Taste.None.Beliefs,
        };
    }

    private static int LanguageShift(CrowdMood? crowd, PersonalTaste? own)
    {
        var lift = (CrowdLanguageScale * (crowd?.HindiLift ?? 0)) + (LanguageScale * (own?.HindiLift ?? 0));
        return (int)Math.Clamp(Math.Round(lift, MidpointRounding.ToZero), -2, 2);
    }

    private static Dictionary<string, LearnedEffect> Artists(
        CrowdTaste crowd, CrowdMood? ofMood, PersonalTaste? own, MoodCategory mood, LearningOptions options)
    {
        var effects = new Dictionary<string, LearnedEffect>(StringComparer.Ordinal);
        if (options.ArtistPreference)
        {
            foreach (var (artist, learned) in ofMood?.Artists ?? new Dictionary<string, CrowdArtist>(StringComparer.Ordinal))
                Add(artist, Capped(CrowdScale * learned.Effect, options), $"Others liked this artist for {mood.ToString().ToLowerInvariant()} photos");
        }

        if (options.CoLikes && own is not null && crowd.CoLikes.Count > 0)
        {
            foreach (var (artist, effect, because) in CoLiked(crowd, own))
                Add(artist, Capped(CoLikeScale * effect, options), because is null ? null : $"Liked by people who like {because}");
        }

        if (options.ArtistPreference)
        {
            foreach (var artist in own?.Artists ?? [])
                Add(artist.Key, ArtistScale * artist.Effect, $"You liked {artist.Song.Artist} before");
        }

        return effects;

        // The strongest good word is the one to tell.
        void Add(string artist, double value, string? reason)
        {
            var before = effects.GetValueOrDefault(artist);
            effects[artist] = new LearnedEffect(before.Value + value, value > 0 && value >= before.Value ? reason : before.Reason);
        }
    }

    private static IEnumerable<(string Artist, double Effect, string? Because)> CoLiked(CrowdTaste crowd, PersonalTaste own)
    {
        var reached = new Dictionary<string, (double Sum, double Likeness, double Most, string? Because)>(StringComparer.Ordinal);
        foreach (var known in own.Artists)
        {
            foreach (var other in crowd.CoLikes.GetValueOrDefault(known.Key, []))
            {
                var (sum, likeness, most, because) = reached.GetValueOrDefault(other.Artist);
                var said = other.Likeness * known.Effect;
                var trust = known.Weight / (known.Weight + 1);
                reached[other.Artist] = (
                    sum + said, likeness + (Math.Abs(other.Likeness) * trust),
                    Math.Max(most, said), known.Effect > 0 && said > most ? known.Song.Artist : because);
            }
        }

        return reached.Select(pair => (pair.Key, pair.Value.Sum / (pair.Value.Likeness + CoLikePrior), pair.Value.Because));
    }

    private static Dictionary<TrackKey, LearnedEffect> Songs(CrowdTaste crowd, PersonalTaste? own, LearningOptions options)
    {
        var effects = new Dictionary<TrackKey, LearnedEffect>();
        if (options.CoLikes)
        {
            foreach (var (song, effect) in crowd.Songs)
                effects[new TrackKey(song)] = new LearnedEffect(Capped(CrowdScale * effect, options), "Others liked this song");
        }

        if (options.ArtistPreference)
        {
            foreach (var (song, effect) in own?.Songs ?? [])
            {
                var before = effects.GetValueOrDefault(song);
                effects[song] = new LearnedEffect(before.Value + (SongScale * effect), effect > 0 ? "You liked this song before" : before.Reason);
            }
        }

        return effects;
    }

    private static Dictionary<string, ArtistBelief> Beliefs(CrowdMood? crowd, IReadOnlyList<PersonalArtist> own)
    {
        var beliefs = new Dictionary<string, ArtistBelief>(StringComparer.Ordinal);
        foreach (var (artist, learned) in crowd?.Artists ?? new Dictionary<string, CrowdArtist>(StringComparer.Ordinal))
            beliefs[artist] = learned.Belief;
        foreach (var artist in own)
        {
            var belief = beliefs.GetValueOrDefault(artist.Key) ?? new ArtistBelief(artist.Song.Artist, artist.Song.Language, 0, 0);
            var voices = PersonalVoices * artist.Weight * artist.Effect;
            beliefs[artist.Key] = belief with { Liked = belief.Liked + Math.Max(0, voices), Disliked = belief.Disliked + Math.Max(0, -voices) };
        }

        return beliefs;
    }

    private static double Capped(double value, LearningOptions options) => Math.Clamp(value, -options.MaxCrowdAdjustment, options.MaxCrowdAdjustment);
}
