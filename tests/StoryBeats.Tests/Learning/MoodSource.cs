using Microsoft.Extensions.Logging.Abstractions;
using StoryBeats.Catalog;
using StoryBeats.Learning.Simulation;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Learning;

/// <summary>A made-up catalogue of the curated artists, asked like a real one: the artists wanted first, then what sounds nearest.</summary>
internal sealed class MoodSource : ICandidateSource
{
    private const int SongsOfAMood = 3;
    private const int Nearest = 60;

    private readonly Track[] _tracks;

    public MoodSource()
    {
        using var file = new CuratedArtistsFile(new DataFiles(null), NullLogger<CuratedArtistsFile>.Instance);
        _tracks = [.. MoodProfile.All.SelectMany(mood =>
            Tracks(file.Current.English(mood.Category), Languages.English, mood).Concat(Tracks(file.Current.Hindi(mood.Category), Languages.Hindi, mood)))];
    }

    public string Name => "made up";

    public ValueTask<SourceAnswer> GetCandidatesAsync(RetrievalRequest request, CancellationToken cancellationToken)
    {
        var sung = _tracks.Where(track => request.Languages.Contains(track.Language) && !request.Excluded.Contains(track.Id)).ToList();
        var asked = request.Artists.Select(artist => TrackKey.Fold(artist.Name)).ToHashSet(StringComparer.Ordinal);
        var near = sung.OrderByDescending(track => TrackScorer.Vibe(track.Features!.Value, request.Target, ScoringProfile.Classic)).Take(Nearest);
        return ValueTask.FromResult(new SourceAnswer(
            [.. sung.Where(track => asked.Contains(track.ArtistKey) && track.Moods.Contains(request.Mood)).Concat(near).Select(track => new CandidateTrack(track, Name))]));
    }

    private static IEnumerable<Track> Tracks(IReadOnlyList<string> artists, string language, MoodProfile mood) =>
        artists.SelectMany(artist => Enumerable.Range(0, SongsOfAMood).Select(i =>
        {
            var chance = SeededDraws.From(i).For(artist).For((int)mood.Category);
            var typical = mood.Typical;
            var features = new AudioFeatures(
                typical.Energy + (.12 * chance.For(1).Normal()), typical.Valence + (.12 * chance.For(2).Normal()),
                typical.Danceability + (.12 * chance.For(3).Normal()), typical.Acousticness + (.12 * chance.For(4).Normal()), 0,
                typical.Tempo + (12 * chance.For(5).Normal())).Clamp();
            return Songs.Track(
                $"{artist} {mood.Category} {i}", artist, $"{mood.Category} song {i}", language, features, FeatureSource.CuratedEstimate,
                popularity: 47 + (int)(38 * chance.For(6).Uniform()), released: $"{2015 + (int)(11 * chance.For(7).Uniform())}-01-15") with
            {
                Moods = [mood.Category],
            };
        }));
}
