using StoryBeats.Catalog;
using StoryBeats.Photos;
using StoryBeats.Recommendations;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Recommendations;

/// <summary>What is told while a model still looks.</summary>
public sealed class RecommendationStepsTests
{
    private static readonly VibeReading Quiet = new()
    {
        Mood = "peaceful",
        CulturalVibe = CulturalVibe.Western,
        Energy = .2,
        Valence = .5,
        Danceability = .3,
        Acousticness = .8,
        Instrumentalness = 0,
        Tempo = 80,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_model_there_is_no_draft()
    {
        using var recommender = new Recommender(new ListSource(Mixed()));

        var steps = await recommender.Pipeline.RecommendInStepsAsync(Request, Cancellation).ToListAsync(Cancellation);

        steps.Select(step => step.GetType().Name).ShouldBe(["Read", "Ended"]);
        ((RecommendationStep.Read)steps[0]).IsDraft.ShouldBeFalse();
    }

    [Fact]
    public async Task Songs_are_shown_while_the_model_looks_and_the_same_session_goes_on_with_its_reading()
    {
        var far = new PromptedReader();
        using var recommender = new Recommender(new ListSource(Mixed()), readers: [far]);
        await using var steps = recommender.Pipeline.RecommendInStepsAsync(Request, Cancellation).GetAsyncEnumerator(Cancellation);

        var draftReading = await NextAsync<RecommendationStep.Read>(steps);
        var draft = (await NextAsync<RecommendationStep.Drafted>(steps)).Result;
        far.Say(Quiet);
        var reading = await NextAsync<RecommendationStep.Read>(steps);
        var final = ((RecommendationOutcome.Recommended)(await NextAsync<RecommendationStep.Ended>(steps)).Outcome).Result;

        draftReading.IsDraft.ShouldBeTrue();
        draft.Analysis.Source.ShouldBe("test");
        reading.IsDraft.ShouldBeFalse();
        final.SessionId.ShouldBe(draft.SessionId);
        final.Analysis.Source.ShouldBe("far");
        final.Songs.Ids().ShouldNotBe(draft.Songs.Ids());
        final.Songs.Count.ShouldBe(5);
        var session = (await recommender.Sessions.FindAsync(final.SessionId, Cancellation)).ShouldNotBeNull();
        session.Analysis.Source.ShouldBe("far");
        var shown = session.Ranked.Take(session.Shown).Ids();
        shown.ShouldBe([.. draft.Songs.Ids(), .. final.Songs.Ids().Except(draft.Songs.Ids(), StringComparer.Ordinal)]);
        session.Ranked.Select(song => song.Track.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task More_never_gives_a_song_of_the_draft_again()
    {
        var far = new PromptedReader();
        using var recommender = new Recommender(new ListSource(Mixed()), readers: [far]);
        await using var steps = recommender.Pipeline.RecommendInStepsAsync(Request, Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync<RecommendationStep.Read>(steps);
        var draft = (await NextAsync<RecommendationStep.Drafted>(steps)).Result;
        far.Say(Quiet);
        await NextAsync<RecommendationStep.Read>(steps);
        var final = ((RecommendationOutcome.Recommended)(await NextAsync<RecommendationStep.Ended>(steps)).Outcome).Result;

        var seen = draft.Songs.Ids().Union(final.Songs.Ids(), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        while (await recommender.More.NextAsync(final.SessionId, Cancellation) is { Songs.Count: > 0 } more)
        {
            more.Songs.Ids().Where(id => !seen.Add(id)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task What_another_tab_took_of_the_draft_stays_shown()
    {
        var far = new PromptedReader();
        using var recommender = new Recommender(new ListSource(Mixed()), readers: [far]);
        await using var steps = recommender.Pipeline.RecommendInStepsAsync(Request, Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync<RecommendationStep.Read>(steps);
        var draft = (await NextAsync<RecommendationStep.Drafted>(steps)).Result;
        var taken = (await recommender.More.NextAsync(draft.SessionId, Cancellation)).ShouldNotBeNull();
        far.Say(Quiet);
        await NextAsync<RecommendationStep.Read>(steps);
        await NextAsync<RecommendationStep.Ended>(steps);

        var session = (await recommender.Sessions.FindAsync(draft.SessionId, Cancellation)).ShouldNotBeNull();
        session.Ranked.Take(10).Ids().ShouldBe([.. draft.Songs.Ids(), .. taken.Songs.Ids()]);
        session.Ranked.Select(song => song.Track.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task With_the_model_down_the_draft_is_the_answer_and_nothing_is_fetched_again()
    {
        var far = new PromptedReader();
        var source = new ListSource(Mixed());
        using var recommender = new Recommender(source, readers: [far]);
        await using var steps = recommender.Pipeline.RecommendInStepsAsync(Request, Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync<RecommendationStep.Read>(steps);
        var draft = (await NextAsync<RecommendationStep.Drafted>(steps)).Result;
        far.Fail(new VibeReaderException(ReaderStatus.Failed, "cannot be reached"));
        var reading = await NextAsync<RecommendationStep.Read>(steps);
        var final = ((RecommendationOutcome.Recommended)(await NextAsync<RecommendationStep.Ended>(steps)).Outcome).Result;

        reading.Analysis.Notes.ShouldBe(["Far cannot be reached.", "So this machine read the photo."]);
        final.Songs.ShouldBe(draft.Songs);
        source.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Retrieval_starts_when_mood_and_culture_are_known()
    {
        var far = new PromptedReader();
        var source = new ListSource(Mixed());
        using var recommender = new Recommender(source, readers: [far]);
        var answering = recommender.Pipeline.RecommendAsync(Request, Cancellation).AsTask();
        await far.Asked.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        far.SayEarly(Quiet with { Energy = null, Valence = null });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!source.Requests.ToArray().Any(request => request.Mood == MoodCategory.Peaceful))
            await Task.Delay(5, patience.Token);
        answering.IsCompleted.ShouldBeFalse();
        far.Say(Quiet);

        (await answering).ShouldBeOfType<RecommendationOutcome.Recommended>().Result.Analysis.MoodCategory.ShouldBe(MoodCategory.Peaceful);
    }

    [Fact]
    public async Task One_who_only_waits_for_the_end_gets_a_session_that_showed_nothing_else()
    {
        using var recommender = new Recommender(new ListSource(Mixed()), readers: [new PromptedReader().Say(Quiet)]);

        var outcome = await recommender.Pipeline.RecommendAsync(Request, Cancellation);

        var result = outcome.ShouldBeOfType<RecommendationOutcome.Recommended>().Result;
        result.Analysis.Source.ShouldBe("far");
        var session = (await recommender.Sessions.FindAsync(result.SessionId, Cancellation)).ShouldNotBeNull();
        session.Ranked.Take(session.Shown).ShouldBe(result.Songs);
    }

    [Fact]
    public async Task A_session_forgotten_meanwhile_is_not_brought_back_and_nothing_more_is_said()
    {
        var far = new PromptedReader();
        using var recommender = new Recommender(new ListSource(Mixed()), readers: [far]);
        await using var steps = recommender.Pipeline.RecommendInStepsAsync(Request, Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync<RecommendationStep.Read>(steps);
        var draft = (await NextAsync<RecommendationStep.Drafted>(steps)).Result;
        await recommender.Sessions.ForgetAsync(draft.SessionId, Cancellation);
        far.Say(Quiet);
        await NextAsync<RecommendationStep.Read>(steps);

        (await NextAsync<RecommendationStep.Ended>(steps)).Outcome.ShouldBeOfType<RecommendationOutcome.Forgotten>();
        (await recommender.Sessions.FindAsync(draft.SessionId, Cancellation)).ShouldBeNull();
        recommender.Metering.Sum("storybeats.recommendations", "outcome", "forgotten").ShouldBe(1);
    }

    [Fact]
    public async Task A_mood_that_the_visitor_corrected_meanwhile_stays()
    {
        var far = new PromptedReader();
        using var recommender = new Recommender(new ListSource(Mixed()), readers: [far]);
        await using var steps = recommender.Pipeline.RecommendInStepsAsync(Request, Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync<RecommendationStep.Read>(steps);
        var draft = (await NextAsync<RecommendationStep.Drafted>(steps)).Result;
        var felt = draft.Analysis with { MoodCategory = MoodCategory.Energetic, Mood = "wild" };
        var session = (await recommender.Sessions.FindAsync(draft.SessionId, Cancellation))!;
        var others = Enumerable.Range(0, 9).Select(i => Songs.Scored($"e{i}"));
        await recommender.Sessions.ChangeAsync(
            session with { Analysis = felt, Read = felt, Ranked = [.. session.Ranked.Take(5), .. others], Shown = 10 }, Cancellation);
        far.Say(Quiet);
        await NextAsync<RecommendationStep.Read>(steps);
        var final = (await NextAsync<RecommendationStep.Ended>(steps)).Outcome.ShouldBeOfType<RecommendationOutcome.Recommended>().Result;

        final.Analysis.Mood.ShouldBe("wild");
        final.Songs.Ids().ShouldBe(["e0", "e1", "e2", "e3", "e4"]);
        (await recommender.Sessions.FindAsync(draft.SessionId, Cancellation)).ShouldNotBeNull().Analysis.Mood.ShouldBe("wild");
    }

    [Fact]
    public async Task What_the_visitor_wished_while_the_model_looked_holds_for_its_reading()
    {
        var far = new PromptedReader();
        using var recommender = new Recommender(new ListSource(Mixed()), readers: [far]);
        await using var steps = recommender.Pipeline.RecommendInStepsAsync(Request, Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync<RecommendationStep.Read>(steps);
        var draft = (await NextAsync<RecommendationStep.Drafted>(steps)).Result;
        var wish = new Preferences { Valence = .55, Languages = [Languages.Hindi], ExcludedArtists = ["artists0"] };
        var refined = (RefineOutcome.Refined)await recommender.Refinement.RefineAsync(draft.SessionId, wish, null, 5, Cancellation);
        far.Say(Quiet);
        var reading = await NextAsync<RecommendationStep.Read>(steps);
        var final = ((RecommendationOutcome.Recommended)(await NextAsync<RecommendationStep.Ended>(steps)).Outcome).Result;

        reading.Analysis.Target.Valence.ShouldBe(.55);
        final.Analysis.Source.ShouldBe("far");
        final.Analysis.Target.Energy.ShouldBe(.2);
        final.Analysis.Target.Valence.ShouldBe(.55);
        final.Songs.ShouldAllBe(song => song.Track.Language == Languages.Hindi && song.Track.ArtistKey != "artists0");
        final.Songs.Ids().ShouldNotBe(refined.Result.Songs.Ids());
        var session = (await recommender.Sessions.FindAsync(draft.SessionId, Cancellation)).ShouldNotBeNull();
        session.Preferences.Languages.ShouldBe([Languages.Hindi]);
        session.Ranked.Skip(session.Shown).ShouldAllBe(song => song.Track.Language == Languages.Hindi);
        var back = (RefineOutcome.Refined)await recommender.Refinement.RefineAsync(draft.SessionId, new Preferences(), null, 5, Cancellation);
        back.Result.Session.Analysis.Target.Valence.ShouldBe(.5);
        back.Result.Session.Analysis.Source.ShouldBe("far");
    }

    [Fact]
    public async Task With_the_model_down_what_the_visitor_wished_meanwhile_stays()
    {
        var far = new PromptedReader();
        using var recommender = new Recommender(new ListSource(Mixed()), readers: [far]);
        await using var steps = recommender.Pipeline.RecommendInStepsAsync(Request, Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync<RecommendationStep.Read>(steps);
        var draft = (await NextAsync<RecommendationStep.Drafted>(steps)).Result;
        var refined = (RefineOutcome.Refined)await recommender.Refinement.RefineAsync(draft.SessionId, new Preferences { Languages = [Languages.Hindi] }, null, 5, Cancellation);
        far.Fail(new VibeReaderException(ReaderStatus.Failed, "cannot be reached"));
        await NextAsync<RecommendationStep.Read>(steps);
        var final = ((RecommendationOutcome.Recommended)(await NextAsync<RecommendationStep.Ended>(steps)).Outcome).Result;

        final.Songs.Ids().ShouldBe(refined.Result.Songs.Ids());
    }

    [Fact]
    public async Task What_the_model_said_first_is_fetched_while_the_draft_is_still_awaited_and_not_waited_for_as_long_again()
    {
        var far = new PromptedReader();
        var source = new HeldSource(Mixed());
        using var recommender = new Recommender(source, readers: [far]);
        var answering = recommender.Pipeline.RecommendAsync(Request, Cancellation).AsTask();
        await far.Asked.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await source.UntilAskedAsync(1);

        far.SayEarly(Quiet with { Energy = null });
        await source.UntilAskedAsync(2);
        recommender.Clock.Advance(TimeSpan.FromSeconds(1.5));
        far.Say(Quiet);
        await source.UntilAskedAsync(3);
        source.Open();
        await answering;

        source.Requests[1].Mood.ShouldBe(MoodCategory.Peaceful);
        source.Requests[1].Waited.ShouldBe(TimeSpan.Zero);
        source.Requests[2].Waited.ShouldBe(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public async Task The_visitor_s_sliders_hold_for_the_model_s_reading_too()
    {
        using var recommender = new Recommender(new ListSource(Mixed()), readers: [new PromptedReader().Say(Quiet)]);

        var outcome = await recommender.Pipeline.RecommendAsync(Request with { Preferences = new Preferences { Energy = .9 } }, Cancellation);

        outcome.ShouldBeOfType<RecommendationOutcome.Recommended>().Result.Analysis.Target.Energy.ShouldBe(.9);
    }

    [Fact]
    public async Task A_photo_that_stays_here_is_shown_to_no_model()
    {
        var far = new PromptedReader();
        using var recommender = new Recommender(new ListSource(Mixed()), readers: [far]);

        var steps = await recommender.Pipeline.RecommendInStepsAsync(Request with { StaysHere = true }, Cancellation).ToListAsync(Cancellation);

        steps.Select(step => step.GetType().Name).ShouldBe(["Read", "Ended"]);
        far.Asked.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_damaged_photo_ends_at_once_whatever_the_model_does()
    {
        var far = new PromptedReader();
        using var recommender = new Recommender(new ListSource(Mixed()), new DamageFindingAnalyzer(), [far]);

        var steps = await recommender.Pipeline.RecommendInStepsAsync(Request, Cancellation).ToListAsync(Cancellation);

        steps.ShouldHaveSingleItem().ShouldBeOfType<RecommendationStep.Ended>().Outcome.ShouldBeOfType<RecommendationOutcome.PhotoRejected>()
            .Rejection.Problem.ShouldBe(PhotoProblem.Damaged);
    }

    private static RecommendationRequest Request => new() { Photo = SmallPhoto.Png };

    // Songs from quiet to loud.
    private static IEnumerable<Track> Mixed() => Enumerable.Range(0, 60).Select(i =>
    {
        var share = i / 59.0;
        return Songs.Track($"s{i}", features: new AudioFeatures(.2 + (.5 * share), .5, .3 + (.4 * share), .8 - (.6 * share), 0, 80 + (40 * share)), language: i % 3 == 0 ? Languages.Hindi : Languages.English);
    });

    private static async Task<T> NextAsync<T>(IAsyncEnumerator<RecommendationStep> steps)
        where T : RecommendationStep
    {
        (await steps.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation)).ShouldBeTrue();
        return steps.Current.ShouldBeOfType<T>();
    }
}
