using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Vision;

namespace StoryBeats.Learning;

/// <summary>What a visitor's own feedback says of one mood, where it is thin with the help of the other moods.</summary>
internal sealed class PersonalTaste
{
    // Opinions that each effect is shrunk by: a language is heard of often, an artist seldom. The mean moves slowly, else who likes
    // all songs of one artist would be taken to like everything.
    private const double MeanPrior = 20;
    private const double LanguagePrior = 6;
    private const double ArtistPrior = 1.2;
    private const double MoodPrior = 2;
    private const double SongPrior = 1.5;
    private const double SeenHalfLifeDays = 100;

    // What a visitor who said nothing yet is taken to think of a song shown: more are passed over than liked.
    private const double UsualMean = -.1;
    private const int Rounds = 4;
    private const double MostOfAnArtist = 2;

    private readonly Dictionary<string, double> _languages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Heard> _artists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _artistsInMood = new(StringComparer.Ordinal);
    private readonly Dictionary<TrackKey, Heard> _songs = [];
    private readonly Dictionary<TrackKey, double> _seen = [];
    private readonly HashSet<TrackKey> _unwanted = [];

    private PersonalTaste(FeatureOffset offset) => Offset = offset;

    /// <summary>How the sound liked in this mood differs from the sound wanted.</summary>
    public FeatureOffset Offset { get; }

    /// <summary>How much better songs of the Hindi side please than English ones, -2 to 2.</summary>
    public double HindiLift => _languages.GetValueOrDefault(LanguageSide.Hindi) - _languages.GetValueOrDefault(LanguageSide.English);

    /// <summary>Songs disliked outright.</summary>
    public IReadOnlySet<TrackKey> Unwanted => _unwanted;

    /// <summary>How well artists please in this mood, by folded name, -1 to 1.</summary>
    public IEnumerable<PersonalArtist> Artists => _artists.Select(pair => new PersonalArtist(
        pair.Key, pair.Value.Song, pair.Value.Effect + _artistsInMood.GetValueOrDefault(pair.Key), pair.Value.Weight));

    /// <summary>How well songs please besides their artist, -1 to 1.</summary>
    public IEnumerable<KeyValuePair<TrackKey, double>> Songs => _songs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Effect));

    /// <summary>How often songs were shown lately, older showings counting less.</summary>
    public IReadOnlyDictionary<TrackKey, double> Seen => _seen;

    /// <summary>Learns from a visitor's own entries.</summary>
    public static PersonalTaste From(IEnumerable<FeedbackEntry> entries, MoodCategory mood, FeatureOffset crowdOffset, DateTimeOffset now, LearningOptions options)
    {
        var gatherer = new OpinionGatherer();
        foreach (var entry in entries)
            gatherer.Add(entry);

        var (sound, soundInMood) = (new SoundPreference(), new SoundPreference());
        var parts = new List<Part>();
        foreach (var opinion in gatherer.Opinions())
        {
            var weight = opinion.Weight * Opinion.Decay(opinion.At, now, options.HalfLifeDays);
            parts.Add(Part.Of(opinion, weight));
            sound.Add(opinion, weight);
            if (opinion.Mood == mood)
                soundInMood.Add(opinion, weight);
        }

        Spread(parts);
        var taste = new PersonalTaste(soundInMood.Offset(sound.Liked(crowdOffset)));
        taste.Fit(parts, mood);
        foreach (var opinion in parts.Select(part => part.Opinion))
            taste._seen[opinion.Key] = taste._seen.GetValueOrDefault(opinion.Key) + Opinion.Decay(opinion.At, now, SeenHalfLifeDays);
        // Of several verdicts on one song the last holds. Who finds it wrong for this mood may well want it in another.
        foreach (var opinion in parts.Select(part => part.Opinion).Where(opinion => opinion.IsVerdict).OrderBy(opinion => opinion.At))
        {
            if (opinion.Liked)
                taste._unwanted.Remove(opinion.Key);
            else if (opinion.Reason is not FeedbackReason.WrongMood || opinion.Mood == mood)
                taste._unwanted.Add(opinion.Key);
        }

        return taste;
    }

    // A language, and a visitor's mean, are heard of from many artists: one artist's fans do not love the language.
    private static void Spread(List<Part> parts)
    {
        var ofArtist = parts.GroupBy(part => part.Opinion.Song.ArtistKey, StringComparer.Ordinal)
            .ToDictionary(artist => artist.Key, artist => artist.Sum(part => part.Weight), StringComparer.Ordinal);
        for (var i = 0; i < parts.Count; i++)
        {
            var share = Math.Min(1, MostOfAnArtist / ofArtist[parts[i].Opinion.Song.ArtistKey]);
            parts[i] = parts[i] with { Weight = share * parts[i].Weight, LanguageWeight = share * parts[i].LanguageWeight };
        }
    }

    // Backfitting: each opinion is shared out between the visitor's mean, the language, the artist, the artist in this mood and the song,
    // so that no artist is blamed for a language.
    private void Fit(List<Part> parts, MoodCategory mood)
    {
        var mean = UsualMean;
        for (var round = 0; round < Rounds; round++)
        {
            mean = Shrunk(parts, part => part.Weight, part => part.Value - Predict(part, mood), MeanPrior, UsualMean);
            Refit(_languages, parts, part => part.Side, part => part.LanguageWeight, part => part.Value - mean - Predict(part, mood) + _languages.GetValueOrDefault(part.Side), LanguagePrior);
            foreach (var artist in parts.GroupBy(part => part.Opinion.Song.ArtistKey, StringComparer.Ordinal))
            {
                var before = _artists.GetValueOrDefault(artist.Key).Effect;
                var (effect, weight) = Estimate(artist, part => part.ArtistWeight, part => part.Value - mean - Predict(part, mood) + before, ArtistPrior);
                _artists[artist.Key] = new Heard(effect, weight, artist.Last().Opinion.Song);
            }

            Refit(_artistsInMood, parts.Where(part => part.Opinion.Mood == mood), part => part.Opinion.Song.ArtistKey, part => part.ArtistWeight,
                part => part.Value - mean - Predict(part, mood) + _artistsInMood.GetValueOrDefault(part.Opinion.Song.ArtistKey), MoodPrior);
            foreach (var song in parts.GroupBy(part => part.Opinion.Key))
            {
                var before = _songs.GetValueOrDefault(song.Key).Effect;
                var (effect, weight) = Estimate(song, part => part.SongWeight, part => part.Value - mean - Predict(part, mood) + before, SongPrior);
                _songs[song.Key] = new Heard(effect, weight, song.Last().Opinion.Song);
            }
        }
    }

    private double Predict(Part part, MoodCategory mood) =>
        _languages.GetValueOrDefault(part.Side)
        + _artists.GetValueOrDefault(part.Opinion.Song.ArtistKey).Effect
        + (part.Opinion.Mood == mood ? _artistsInMood.GetValueOrDefault(part.Opinion.Song.ArtistKey) : 0)
        + _songs.GetValueOrDefault(part.Opinion.Key).Effect;

    private static void Refit(
        Dictionary<string, double> effects, IEnumerable<Part> parts, Func<Part, string> of, Func<Part, double> weight, Func<Part, double> left, double prior)
    {
        foreach (var group in parts.GroupBy(of, StringComparer.Ordinal))
            effects[group.Key] = Estimate(group, weight, left, prior).Effect;
    }

    private static (double Effect, double Weight) Estimate(IEnumerable<Part> parts, Func<Part, double> weight, Func<Part, double> left, double prior)
    {
        var (sum, all) = (0.0, 0.0);
        foreach (var part in parts)
        {
            sum += weight(part) * left(part);
            all += weight(part);
        }

        return (sum / (all + prior), all);
    }

    private static double Shrunk(List<Part> parts, Func<Part, double> weight, Func<Part, double> left, double prior, double to)
    {
        var (sum, all) = (prior * to, prior);
        foreach (var part in parts)
        {
            sum += weight(part) * left(part);
            all += weight(part);
        }

        return sum / all;
    }

    private readonly record struct Heard(double Effect, double Weight, FeedbackSong Song);

    // An opinion and whom it speaks of: a reason says who is meant.
    private readonly record struct Part(Opinion Opinion, double Weight, double LanguageWeight, double ArtistWeight, double SongWeight)
    {
        public string Side => LanguageSide.Of(Opinion.Song.Language);

        public double Value => Opinion.Direction;

        public static Part Of(Opinion opinion, double weight) => opinion.Reason switch
        {
            FeedbackReason.NotThisArtist => new(opinion, weight, .3 * weight, 4 * weight, weight),
            FeedbackReason.WrongLanguage => new(opinion, weight, 3 * weight, .2 * weight, weight),
            FeedbackReason.Overplayed => new(opinion, weight, 0, .2 * weight, weight),
            FeedbackReason.TooSlow or FeedbackReason.TooFast or FeedbackReason.WrongMood => new(opinion, weight, .3 * weight, .4 * weight, weight),
            _ => new(opinion, weight, weight, weight, weight),
        };
    }
}

/// <summary>How well an artist pleases one visitor.</summary>
/// <param name="Key">The folded name.</param>
/// <param name="Song">The song last heard of.</param>
/// <param name="Effect">-1 to 1, 0 for as well as others.</param>
/// <param name="Weight">Opinions that it rests on.</param>
internal readonly record struct PersonalArtist(string Key, FeedbackSong Song, double Effect, double Weight);
