using StoryBeats.Feedback;

namespace StoryBeats.Learning;

/// <summary>The voices of all voters on one thing.</summary>
internal sealed class VoiceTally
{
    // A song passed over, or one of a thousand dislikes, is no opinion that counts towards enough.
    private const double Audible = .2;

    private int _voters;
    private double _loudness;
    private double _sum;
    private double _for;
    private double _against;
    private double _mostFor;
    private double _mostAgainst;

    public void Add(Voice voice)
    {
        if (voice.Loudness >= Audible)
            _voters++;
        _loudness += voice.Loudness;
        _sum += voice.Net;
        _for += Math.Max(0, voice.Net);
        _against += Math.Max(0, -voice.Net);
        _mostFor = Math.Max(_mostFor, voice.Net);
        _mostAgainst = Math.Min(_mostAgainst, voice.Net);
    }

    /// <summary>
    /// How well it pleases, -1 to 1. The strongest voice on the side that it leans to is left out, so that nobody alone moves
    /// anything; the rest is shrunk to a prior, and rounded to hundredths, below which there is only noise.
    /// </summary>
    public double Effect(double strength, double prior, int minVoters)
    {
        if (_voters < minVoters)
            return prior;
        var robust = _sum > 0 ? Math.Max(0, _sum - _mostFor) : Math.Min(0, _sum - _mostAgainst);
        return Math.Round((robust + (strength * prior)) / (_loudness + strength), 2);
    }

    /// <summary>Opinions for and against, as a belief.</summary>
    public ArtistBelief Belief(FeedbackSong song, int minVoters) => _voters < minVoters
        ? new ArtistBelief(song.Artist, song.Language, 0, 0)
        : new ArtistBelief(song.Artist, song.Language, Math.Round(_for - _mostFor, 1), Math.Round(_against + _mostAgainst, 1));
}
