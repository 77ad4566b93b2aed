using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Learning;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Vision;

namespace StoryBeats.Server.Tests;

/// <summary>No song breaks the mood: not among the thirty that this server's own catalogue gives for a photo.</summary>
public sealed class MoodGuardTests(SharedServer shared)
{
    private const double Margin = .35;

    private readonly SongRanker _ranker = shared.Server.Services.GetRequiredService<SongRanker>();

    public static TheoryData<MoodCategory, CulturalVibe> Photos => [.. from mood in Enum.GetValues<MoodCategory>() from vibe in Enum.GetValues<CulturalVibe>() select (mood, vibe)];

    [Theory]
    [MemberData(nameof(Photos))]
    public async Task Of_thirty_songs_none_is_far_from_the_mood_unless_the_answer_says_so(MoodCategory mood, CulturalVibe vibe)
    {
        var analysis = Typical(mood) with { CulturalVibe = vibe };

        var songs = await _ranker.RankAsync(analysis, new Preferences(), Taste.None, 0, [], TestContext.Current.CancellationToken);

        songs.Tracks.Count.ShouldBe(30);
        songs.Relaxed.ShouldNotContain(relaxation => relaxation.Filter == "mood");
        songs.Tracks.ShouldAllBe(song => Distance(song, analysis) <= Margin);
    }

    [Theory]
    [InlineData(MoodCategory.Energetic, "Telugu")]
    [InlineData(MoodCategory.Melancholic, "Punjabi")]
    [InlineData(MoodCategory.Peaceful, "German")]
    public async Task Where_a_language_has_too_few_songs_of_a_mood_it_is_the_mood_that_gives_way_visibly(MoodCategory mood, string language)
    {
        var analysis = Typical(mood);

        var songs = await _ranker.RankAsync(analysis, new Preferences { Languages = [language] }, Taste.None, 0, [], TestContext.Current.CancellationToken);

        songs.Tracks.ShouldAllBe(song => song.Track.Language == language);
        if (songs.Tracks.Any(song => Distance(song, analysis) > Margin))
            songs.Relaxed.ShouldContain(relaxation => relaxation.Filter == "mood");
        else
            songs.Relaxed.ShouldNotContain(relaxation => relaxation.Filter == "mood");
    }

    private static double Distance(ScoredTrack song, VibeAnalysis analysis) =>
        Math.Max(Math.Abs(song.Features.Energy - analysis.Target.Energy), Math.Abs(song.Features.Valence - analysis.Target.Valence));

    private static VibeAnalysis Typical(MoodCategory mood) => new()
    {
        Mood = mood.ToString(),
        MoodCategory = mood,
        Description = "A photo.",
        Target = MoodProfile.For(mood).Typical,
        Source = "test",
    };
}
