using StoryBeats.Catalog;
using StoryBeats.Photos;
using StoryBeats.Recommendations;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Recommendations;

public sealed class RecommendationPipelineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_photo_becomes_songs_and_a_session_for_more()
    {
        using var recommender = new Recommender(new ListSource(Many(40)));

        var result = await RecommendedAsync(recommender, Request());

        result.Songs.Count.ShouldBe(5);
        result.Remaining.ShouldBe(25);
        result.Profile.ShouldBe("matched");
        result.Today.ShouldBe(Songs.Today);
        result.Analysis.Source.ShouldBe("test");
        var session = (await recommender.Sessions.FindAsync(result.SessionId, Cancellation)).ShouldNotBeNull();
        session.Ranked.Count.ShouldBe(30);
        session.Shown.ShouldBe(5);
        session.Ranked.Take(5).ShouldBe(result.Songs);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(30, 8)]
    [InlineData(0, 1)]
    [InlineData(-3, 1)]
    public async Task As_many_songs_are_shown_as_asked_for_and_found(int count, int shown)
    {
        using var recommender = new Recommender(new ListSource(Many(8)));

        var result = await RecommendedAsync(recommender, Request() with { Count = count });

        result.Songs.Count.ShouldBe(shown);
        result.Remaining.ShouldBe(8 - shown);
    }

    [Fact]
    public async Task Without_any_song_the_reading_is_still_answered()
    {
        using var recommender = new Recommender(new ListSource([]));

        var outcome = await recommender.Pipeline.RecommendAsync(Request(), Cancellation);

        outcome.ShouldBeOfType<RecommendationOutcome.NoCandidates>().Analysis.Mood.ShouldBe("nostalgic");
        recommender.Metering.Sum("storybeats.recommendations", "outcome", "no_candidates").ShouldBe(1);
    }

    [Fact]
    public async Task When_the_visitor_excluded_every_song_there_are_no_candidates()
    {
        using var recommender = new Recommender(new ListSource(Many(2)));
        var request = Request(new Preferences { Excluded = new HashSet<TrackId> { new("s0"), new("s1") } });

        var outcome = await recommender.Pipeline.RecommendAsync(request, Cancellation);

        outcome.ShouldBeOfType<RecommendationOutcome.NoCandidates>();
    }

    [Fact]
    public async Task A_file_that_is_no_photo_is_rejected_and_counted()
    {
        using var recommender = new Recommender(new ListSource(Many(8)));

        var outcome = await recommender.Pipeline.RecommendAsync(Request() with { Photo = "just text"u8.ToArray() }, Cancellation);

        outcome.ShouldBeOfType<RecommendationOutcome.PhotoRejected>().Rejection.Problem.ShouldBe(PhotoProblem.NotAnImage);
        recommender.Metering.Sum("storybeats.photos.rejected", "problem", "NotAnImage").ShouldBe(1);
        recommender.Metering.Sum("storybeats.recommendations", "outcome", "photo_rejected").ShouldBe(1);
    }

    [Fact]
    public async Task A_photo_found_damaged_by_its_reader_is_rejected()
    {
        using var recommender = new Recommender(new ListSource(Many(8)), new DamageFindingAnalyzer());

        var outcome = await recommender.Pipeline.RecommendAsync(Request(), Cancellation);

        outcome.ShouldBeOfType<RecommendationOutcome.PhotoRejected>().Rejection.Problem.ShouldBe(PhotoProblem.Damaged);
    }

    [Fact]
    public async Task The_callers_own_cancellation_stays_a_cancellation()
    {
        using var recommender = new Recommender(new ListSource(Many(8)));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await recommender.Pipeline.RecommendAsync(Request(), cancelled.Token));
    }

    [Theory]
    [InlineData(CulturalVibe.Western, "hi", CulturalVibe.Western)]
    [InlineData(null, "hi", CulturalVibe.Indian)]
    [InlineData(null, "en-IN", CulturalVibe.Fusion)]
    [InlineData(null, "de", CulturalVibe.Western)]
    [InlineData(null, "ja", CulturalVibe.Global)]
    [InlineData(null, null, CulturalVibe.Global)]
    public async Task Culture_comes_from_the_image_then_from_the_visitors_language_then_from_nowhere(
        CulturalVibe? seen, string? language, CulturalVibe expected)
    {
        using var recommender = new Recommender(new ListSource(Many(8)), new FixedAnalyzer(Analyses.Plain with { CulturalVibe = seen }));

        var result = await RecommendedAsync(recommender, Request(new Preferences { VisitorLanguage = language }));

        result.Analysis.CulturalVibe.ShouldBe(expected);
    }

    [Fact]
    public async Task Sliders_of_the_visitor_change_what_is_asked_for()
    {
        var source = new ListSource(Many(8));
        using var recommender = new Recommender(source);

        var result = await RecommendedAsync(recommender, Request(new Preferences { Energy = .95, Valence = .80 }));

        result.Analysis.MoodCategory.ShouldBe(MoodCategory.Energetic);
        source.Requests.ShouldHaveSingleItem().Mood.ShouldBe(MoodCategory.Energetic);
        source.Requests[0].Target.Energy.ShouldBe(.95, 1e-9);
    }

    [Fact]
    public async Task The_wishes_are_kept_for_more()
    {
        using var recommender = new Recommender(new ListSource(Many(8)));
        var wishes = new Preferences { Languages = [Languages.English] };

        var result = await RecommendedAsync(recommender, Request(wishes));

        (await recommender.Sessions.FindAsync(result.SessionId, Cancellation))!.Preferences.ShouldBeSameAs(wishes);
    }

    [Fact]
    public async Task A_relaxed_filter_is_in_the_answer_and_counted()
    {
        using var recommender = new Recommender(new ListSource([.. Many(4), Songs.Track("loud", popularity: 99)]));

        var result = await RecommendedAsync(recommender, Request(new Preferences { Languages = [Languages.English] }));

        result.Relaxed.ShouldHaveSingleItem().Filter.ShouldBe("popularity");
        recommender.Metering.Sum("storybeats.filters.relaxed", "filter", "popularity").ShouldBe(1);
    }

    [Fact]
    public async Task A_filter_that_held_is_not_counted()
    {
        using var recommender = new Recommender(new ListSource(Many(8)));

        await RecommendedAsync(recommender, Request(new Preferences { Languages = [Languages.English] }));

        recommender.Metering.Sum("storybeats.filters.relaxed", "filter", "popularity").ShouldBe(0);
        recommender.Metering.Sum("storybeats.filters.relaxed", "filter", "vibe").ShouldBe(0);
    }

    [Fact]
    public async Task Outcome_stages_and_sources_of_features_are_measured()
    {
        Track[] tracks = [.. Many(6), Songs.Track("unknown") with { Features = null }];
        using var recommender = new Recommender(new ListSource(tracks));

        await RecommendedAsync(recommender, Request());

        recommender.Metering.Sum("storybeats.recommendations", "outcome", "recommended").ShouldBe(1);
        recommender.Metering.Sum("storybeats.recommendations", "source", "test").ShouldBe(1);
        recommender.Metering.Sum("storybeats.songs.features", "source", "Measured").ShouldBe(6);
        recommender.Metering.Sum("storybeats.songs.features", "source", "Estimated").ShouldBe(1);
        foreach (var stage in new[] { "intake", "vision", "retrieval", "ranking" })
            recommender.Metering.Count("storybeats.stage.duration", "stage", stage).ShouldBe(1, stage);
    }

    private static async Task<RecommendationResult> RecommendedAsync(Recommender recommender, RecommendationRequest request) =>
        (await recommender.Pipeline.RecommendAsync(request, Cancellation)).ShouldBeOfType<RecommendationOutcome.Recommended>().Result;

    private static RecommendationRequest Request(Preferences? preferences = null) =>
        new() { Photo = SmallPhoto.Png, Preferences = preferences ?? new Preferences() };

    private static IEnumerable<Track> Many(int count) => Enumerable.Range(0, count).Select(i => Songs.Track($"s{i}"));
}
