using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Ranking;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Learning.Simulation;

/// <summary>
/// A visitor with a hidden taste: how likely a song is to be liked, by artist, language, sound, and how often it was heard. Half of a
/// taste is shared with a circle of like-minded visitors. The model and its reasons: docs/learning.md.
/// </summary>
internal sealed class SimulatedVisitor
{
    /// <summary>Circles of like-minded visitors.</summary>
    public const int Circles = 6;

    // Logit of a like for a song of a middling artist that sounds well enough: 27 %.
    private const double Base = -1.0;
    private const double Shared = .5;
    private const double MoodArtist = .5;
    private const double SongQuality = .4;
    private const double OwnSong = .6;
    private const double FitWorth = .7;
    private const double UsualFit = .85;
    private const double FitSpan = .10;
    private const double MoodSound = .4;
    private const double TempoPerSound = 80;
    private const double HeardBefore = -.5;
    private const int HeardAtMost = 3;

    private readonly SeededDraws _own;
    private readonly SeededDraws _circle;
    private readonly SeededDraws _everybody;
    private readonly TasteStrength _strength;
    private readonly double _hindi;
    private readonly double[] _moodHabits;
    private readonly Dictionary<MoodCategory, FeatureOffset> _offsets = [];

    public SimulatedVisitor(int seed, int number, TasteStrength strength)
    {
        Number = number;
        Id = new VisitorId($"simulated-{number}");
        _everybody = SeededDraws.From(seed);
        _own = _everybody.For("visitor").For(number);
        _circle = _everybody.For("circle").For((int)(_own.For("circle").Uniform() * Circles));
        _strength = strength;
        _hindi = strength.Language * Blend("hindi");
        _moodHabits = [.. Enum.GetValues<MoodCategory>().Select(mood => Math.Exp(_own.For("habit").For((int)mood).Normal()))];
        foreach (var mood in Enum.GetValues<MoodCategory>())
            _offsets[mood] = new FeatureOffset(Sound("energy", mood), Sound("valence", mood), Sound("dance", mood), Sound("acoustic", mood), TempoPerSound * Sound("tempo", mood));
    }

    public int Number { get; }

    public VisitorId Id { get; }

    /// <summary>The mood of the photo of a round.</summary>
    public MoodCategory MoodOf(int round)
    {
        var left = _own.For("mood").For(round).Uniform() * _moodHabits.Sum();
        for (var mood = 0; mood < _moodHabits.Length - 1; mood++)
        {
            left -= _moodHabits[mood];
            if (left < 0)
                return (MoodCategory)mood;
        }

        return (MoodCategory)(_moodHabits.Length - 1);
    }

    /// <summary>Draws for what is left to chance in a round.</summary>
    public SeededDraws Chance(int round) => _own.For("round").For(round);

    /// <summary>How likely the visitor is to like a song for a photo, 0 to 1.</summary>
    /// <param name="track">The song.</param>
    /// <param name="features">What it sounds like.</param>
    /// <param name="mood">The photo's mood.</param>
    /// <param name="target">The sound that the photo asks for.</param>
    /// <param name="heard">How often the visitor was shown the song before.</param>
    public double Pleasure(Track track, AudioFeatures features, MoodCategory mood, AudioFeatures target, int heard) =>
        Pleasure(Attraction(track, features, mood, target), heard);

    /// <summary>The logit of a like for a song not heard before.</summary>
    public double Attraction(Track track, AudioFeatures features, MoodCategory mood, AudioFeatures target)
    {
        var song = track.Key.Value;
        return Base
            + ArtistWorth(track.ArtistKey, mood)
            + LanguageWorth(track.Language)
            + Fit(features, mood, target)
            + (SongQuality * _everybody.For("song").For(song).Normal())
            + (OwnSong * _own.For("song").For(song).Normal());
    }

    /// <summary>How likely a song of some attraction is to be liked when it was heard so often.</summary>
    public static double Pleasure(double attraction, int heard) => 1 / (1 + Math.Exp(-attraction - (HeardBefore * Math.Min(heard, HeardAtMost))));

    /// <summary>What the visitor would say is wrong with a song.</summary>
    public FeedbackReason WhyNot(Track track, AudioFeatures features, MoodCategory mood, AudioFeatures target, int heard)
    {
        var artist = ArtistWorth(track.ArtistKey, mood);
        var language = LanguageWorth(track.Language);
        var fit = Fit(features, mood, target);
        var tired = HeardBefore * Math.Min(heard, HeardAtMost);
        var worst = Math.Min(Math.Min(artist, language), Math.Min(fit, tired));
        if (worst == artist)
            return FeedbackReason.NotThisArtist;
        if (worst == language)
            return FeedbackReason.WrongLanguage;
        if (worst == tired)
            return FeedbackReason.Overplayed;
        var wanted = _offsets[mood].Apply(target);
        return Math.Abs(features.Tempo - wanted.Tempo) < 10 ? FeedbackReason.WrongMood
            : features.Tempo < wanted.Tempo ? FeedbackReason.TooSlow : FeedbackReason.TooFast;
    }

    private double ArtistWorth(string artist, MoodCategory mood) =>
        _strength.Artist * (Blend("artist:" + artist) + (MoodArtist * _own.For("artist:" + artist).For((int)mood).Normal()));

    private double LanguageWorth(string language) => LanguageSide.Of(language) switch
    {
        LanguageSide.Hindi => _hindi,
        LanguageSide.English => -_hindi,
        _ => 0,
    };

    private double Fit(AudioFeatures features, MoodCategory mood, AudioFeatures target) =>
        FitWorth * (TrackScorer.Vibe(features, _offsets[mood].Apply(target), ScoringProfile.Classic) - UsualFit) / FitSpan;

    private double Sound(string feature, MoodCategory mood) =>
        _strength.Sound * (Blend(feature) + (MoodSound * _own.For(feature).For((int)mood).Normal()));

    private double Blend(string name) =>
        (Math.Sqrt(Shared) * _circle.For(name).Normal()) + (Math.Sqrt(1 - Shared) * _own.For(name).Normal());
}
