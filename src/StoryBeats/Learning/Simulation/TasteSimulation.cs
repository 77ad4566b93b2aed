using Microsoft.Extensions.Options;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Reranking;
using StoryBeats.Retrieval;

namespace StoryBeats.Learning.Simulation;

/// <summary>
/// Lets visitors with hidden tastes use the real ranking and the real learning, once under each policy, with the same photos and the
/// same luck.
/// </summary>
/// <param name="ranker">The ranking; its clock has to stand still.</param>
/// <param name="retriever">Where candidates come from.</param>
/// <param name="artists">Which artists are asked.</param>
/// <param name="scorer">The scores.</param>
public sealed class TasteSimulation(SongRanker ranker, CandidateRetriever retriever, ArtistSelector artists, TrackScorer scorer)
{
    /// <summary>Runs every policy.</summary>
    /// <param name="options">What to simulate.</param>
    /// <param name="policies">The policies.</param>
    /// <param name="progress">Told of each finished policy.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SimulationReport> RunAsync(
        SimulationOptions options, IReadOnlyList<SimulatedPolicy> policies, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var sessions = await SessionsAsync(options, cancellationToken);
        var logs = new SimulatedLog[policies.Count];
        await Parallel.ForAsync(0, policies.Count, cancellationToken, async (i, stop) =>
        {
            logs[i] = await RunAsync(options, policies[i], sessions, stop);
            progress?.Report(policies[i].Name);
        });
        return SimulationReport.From(options, logs);
    }

    private async Task<SimulatedSession[]> SessionsAsync(SimulationOptions options, CancellationToken cancellationToken)
    {
        var visitors = Enumerable.Range(0, options.Visitors).Select(number => new SimulatedVisitor(options.Seed, number, options.Strength)).ToArray();
        var sessions = new SimulatedSession[options.Visitors * options.Sessions];
        await Parallel.ForAsync(0, sessions.Length, cancellationToken, async (i, stop) =>
        {
            var (visitor, round) = (visitors[i % visitors.Length], i / visitors.Length);
            var photo = SimulatedPhotos.Take(visitor, round);
            var mix = LanguageMix.For(photo.CulturalVibe!.Value, 0);
            var today = DateOnly.FromDateTime(SimulationOptions.Start.UtcDateTime);
            var retrieved = await retriever.RetrieveAsync(
                new RetrievalRequest
                {
                    Mood = photo.MoodCategory,
                    Target = photo.Target,
                    Languages = mix.Languages,
                    Artists = artists.Select(photo.MoodCategory, mix, Taste.None, 0),
                    Today = today,
                },
                stop);
            var scored = scorer.Score(retrieved.Candidates, photo.Target, photo.MoodCategory, today, ScoringProfile.Classic);
            var pool = TrackFilter.Apply(scored, ScoringProfile.Classic, DiversityReranker.PerArtist).Tracks;
            sessions[i] = new SimulatedSession(visitor, round, photo, pool, mix,
                [.. pool.Select(song => visitor.Attraction(song.Track, song.Features, photo.MoodCategory, photo.Target))]);
        });
        return sessions;
    }

    private async Task<SimulatedLog> RunAsync(
        SimulationOptions options, SimulatedPolicy policy, SimulatedSession[] sessions, CancellationToken cancellationToken)
    {
        var clock = new SimulatedClock();
        var feedback = new SimulatedFeedback();
        using var learned = new LearnedTasteSource(feedback, Options.Create(policy.Learning ?? new LearningOptions { Enabled = false }), clock);
        var original = new OriginalRules(policy.Rules is SimulatedRules.OriginalEachVisitor);
        var log = new SimulatedLog(policy.Name, options);
        var round = -1;
        foreach (var session in sessions)
        {
            if (session.Round != round)
            {
                round = session.Round;
                clock.Now = SimulationOptions.Start.AddDays(round * options.DaysApart);
                await learned.RefreshAsync(cancellationToken);
            }

            var visitor = session.Visitor;
            var heard = log.HeardBy(visitor);
            var shown = await ChooseAsync(session);
            var said = SimulatedReactions.To(shown, visitor, session.Photo, round, song => heard.GetValueOrDefault(song.Track.Key), clock.Now).ToList();
            log.Add(session, shown, said.Count);
            if (policy.Rules is SimulatedRules.Learned)
                feedback.Keep(said, shown.Select(SimulatedReactions.SongOf));
            else
                said.ForEach(entry => original.Learn(visitor, entry));
        }

        return log;

        async ValueTask<IReadOnlyList<ScoredTrack>> ChooseAsync(SimulatedSession session)
        {
            if (policy.Rules is SimulatedRules.OriginalEachVisitor or SimulatedRules.OriginalAllAsOne)
            {
                var rescored = original.Apply(session.Pool, session.Visitor, session.Photo.MoodCategory);
                return [.. DiversityReranker.Rerank(rescored, session.Mix).Tracks.Take(LanguageMix.PageSize)];
            }

            var taste = await learned.ForAsync(session.Visitor.Id, null, session.Photo.MoodCategory, cancellationToken);
            var songs = await ranker.RankAsync(session.Photo, new Preferences(), taste, session.Seed, [], cancellationToken);
            return [.. songs.Tracks.Take(LanguageMix.PageSize)];
        }
    }
}
