using System.Text.Json;
using StoryBeats.Fakes;
using StoryBeats.Fakes.Models;

namespace StoryBeats.Server.Tests;

/// <summary>An answer in stages: what this machine has found comes first, and what a model has seen comes in its place.</summary>
public sealed class StreamTests(SharedServer shared)
{
    private const string Path = "/api/v2/recommendations";

    private readonly RunningServer _server = shared.Server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_model_what_counts_comes_at_once()
    {
        var whole = (await _server.PostAsync(Path, Form.Of(RenderedPhoto.Good))).ShouldBeOk();

        await using var answer = await LiveAnswer.AskAsync(_server, Form.Of(RenderedPhoto.Good));
        var events = await answer.RestAsync();

        events.Select(one => one.Stage).ShouldBe(["vibe final", "songs final", "done"]);
        events[1].SongIds.ShouldBe(whole.SongIds);
        Answer.Names(events[1].Data).ShouldBe([.. Answer.Names(whole.Json), "draft"], ignoreOrder: true);
        events[2].SessionId.ShouldBe(events[1].SessionId);
        events[0].Analysis.GetProperty("readers").GetArrayLength().ShouldBe(0);
        answer.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        (await _server.MoreAsync(events[2].SessionId)).ShouldBeOk().SongIds.Count.ShouldBe(5);
    }

    [Fact]
    public async Task The_first_songs_come_before_the_model_has_answered_and_its_own_in_the_same_session_afterwards()
    {
        await using var held = await HeldModel.StartAsync("euphoric", .95, .95, "--SecondLook:Enabled=false");
        var (gate, server) = (held.Gate, held.Server);

        await using var answer = await LiveAnswer.AskAsync(server, Form.Of(RenderedPhoto.Good));
        var (vibe, songs) = (await answer.NextAsync(), await answer.NextAsync());
        // A like of a first song, while the model still looks.
        var liked = songs.SongIds[0];
        (await server.LikeAsync(songs.SessionId, liked)).ShouldBeOk();
        gate.Open();
        var rest = await answer.RestAsync();

        vibe.Stage.ShouldBe("vibe draft");
        vibe.Analysis.GetProperty("source").GetString().ShouldBe("local");
        songs.Stage.ShouldBe("songs draft");
        songs.SongIds.Count.ShouldBe(5);
        rest.Select(one => one.Stage).ShouldBe(["vibe final", "songs final", "done"]);
        rest.Skip(1).ShouldAllBe(one => one.SessionId == songs.SessionId);
        var read = rest[1].Analysis;
        read.GetProperty("source").GetString().ShouldBe("anthropic");
        read.GetProperty("mood").GetString().ShouldBe("euphoric");
        var reader = read.GetProperty("readers").EnumerateArray().ShouldHaveSingleItem();
        Answer.Names(reader).ShouldBe(["reader", "model", "status", "message"], ignoreOrder: true);
        reader.GetProperty("model").GetString().ShouldBe("claude-haiku-5-5");
        reader.GetProperty("status").GetString().ShouldBe("read");
        rest[1].SongIds.Count.ShouldBe(5);
        rest[1].SongIds.ShouldNotBe(songs.SongIds);

        var kept = await server.FeedbackAsync(songs.SessionId);
        kept.ShouldHaveSingleItem().GetProperty("song_id").GetString().ShouldBe(liked);
        var more = (await server.MoreAsync(songs.SessionId)).ShouldBeOk();
        more.SongIds.Count.ShouldBe(5);
        more.SongIds.Intersect(songs.SongIds.Concat(rest[1].SongIds), StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public async Task When_the_model_fails_the_first_songs_count_and_the_answer_says_why()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        var model = fakes.Settings.Models[FakeService.Anthropic];
        var gate = AnswerGate.OfReadings(model);
        model.Says = _ => "I would rather not say.";
        await using var server = await RunningServer.StartAsync(Models.Settings(fakes, FakeService.Anthropic));

        await using var answer = await LiveAnswer.AskAsync(server, Form.Of(RenderedPhoto.Good));
        await answer.NextAsync();
        var draft = await answer.NextAsync();
        gate.Open();
        var rest = await answer.RestAsync();

        rest.Select(one => one.Stage).ShouldBe(["vibe final", "songs final", "done"]);
        rest[1].SongIds.ShouldBe(draft.SongIds);
        ShouldHaveFallenBack(rest[1].Analysis);
    }

    [Fact]
    public async Task Version_one_waits_for_the_model_and_gives_what_it_saw()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        fakes.Settings.Models[FakeService.Anthropic].Says = _ => Models.Says("euphoric", .95, .95);
        await using var server = await RunningServer.StartAsync(Models.Settings(fakes, FakeService.Anthropic));

        var analysis = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk().Json.GetProperty("analysis");

        analysis.GetProperty("source").GetString().ShouldBe("anthropic");
        analysis.GetProperty("mood").GetString().ShouldBe("euphoric");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(429)]
    public async Task Version_one_answers_from_this_machine_when_the_model_fails_and_says_so(int status)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        fakes.Settings.Models[FakeService.Anthropic].Fails = status;
        await using var server = await RunningServer.StartAsync(Models.Settings(fakes, FakeService.Anthropic));

        var answer = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        answer.SongIds.Count.ShouldBe(5);
        ShouldHaveFallenBack(answer.Json.GetProperty("analysis"));
    }

    [Fact]
    public async Task Instructions_to_the_model_are_in_no_answer()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        fakes.Settings.Models[FakeService.Anthropic].Manner = ModelManner.RepeatsPrompt;
        await using var server = await RunningServer.StartAsync(Models.Settings(fakes, FakeService.Anthropic));

        var answer = (await server.PostAsync(Path, Form.Of(RenderedPhoto.Good))).ShouldBeOk();

        var prompt = fakes.Models.Readings.ShouldHaveSingleItem().System;
        prompt.Length.ShouldBeGreaterThan(100);
        foreach (var line in prompt.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length > 40))
            answer.Text.ShouldNotContain(line[..40]);
    }

    [Fact]
    public async Task A_photo_that_is_to_stay_here_is_shown_to_no_model()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(Models.Settings(fakes));

        await using var answer = await LiveAnswer.AskAsync(server, Form.Of(RenderedPhoto.Good).Field("local", "true"));
        var events = await answer.RestAsync();

        events.Select(one => one.Stage).ShouldBe(["vibe final", "songs final", "done"]);
        events[0].Analysis.GetProperty("source").GetString().ShouldBe("local");
        // Neither this photo nor the one of the start.
        fakes.Models.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_goes_away_takes_the_question_to_the_model_along()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        _ = AnswerGate.OfReadings(fakes.Settings.Models[FakeService.Anthropic]);
        await using var server = await RunningServer.StartAsync(Models.Settings(fakes, FakeService.Anthropic));

        await using (var answer = await LiveAnswer.AskAsync(server, Form.Of(RenderedPhoto.Good)))
        {
            await answer.NextAsync();
            await answer.NextAsync();
            await Models.UntilAsync(() => fakes.Models.Readings.Count == 1);
        }

        await Models.UntilAsync(() => fakes.Models.Readings[0].ClientLeft);
    }

    [Fact]
    public async Task A_session_deleted_while_the_model_looks_stays_deleted_and_the_answer_says_so()
    {
        await using var held = await HeldModel.StartAsync("euphoric", .95, .95);
        var (fakes, gate, server) = (held.Fakes, held.Gate, held.Server);

        await using var answer = await LiveAnswer.AskAsync(server, Form.Of(RenderedPhoto.Good));
        await answer.NextAsync();
        var session = (await answer.NextAsync()).SessionId;
        ((int)(await server.SendAsync(HttpMethod.Delete, $"/api/v2/sessions/{session}")).Status).ShouldBe(204);
        gate.Open();
        var rest = await answer.RestAsync();

        var error = rest[^1];
        error.Name.ShouldBe("error");
        rest.Select(one => one.Name).ShouldNotContain("songs", StringComparer.Ordinal);
        error.Data.GetProperty("status").GetInt32().ShouldBe(404);
        error.Data.GetProperty("error").GetString().ShouldBe("Nothing is kept of this session.");
        (await server.KeptAsync(session)).ShouldBeProblem(404).ShouldBe("Nothing is kept of this session.");
        (await server.MoreAsync(session)).ShouldBeError(404);
        // Nor does the model order its songs.
        fakes.Models.SecondLooks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mood_corrected_while_the_model_looks_stays()
    {
        await using var held = await HeldModel.StartAsync("euphoric", .95, .95, "--SecondLook:Enabled=false");
        var (gate, server) = (held.Gate, held.Server);

        await using var answer = await LiveAnswer.AskAsync(server, Form.Of(RenderedPhoto.Good));
        await answer.NextAsync();
        var draft = await answer.NextAsync();
        // Neither what this machine has read nor what the model will say.
        var felt = draft.Analysis.GetProperty("mood_category").GetString() is "melancholic" ? "romantic" : "melancholic";
        var corrected = (await server.CorrectAsync(draft.SessionId, felt)).ShouldBeOk();
        gate.Open();
        var rest = await answer.RestAsync();

        rest.Select(one => one.Name).ShouldBe(["vibe", "songs", "done"]);
        var songs = rest[1];
        songs.IsDraft.ShouldBeFalse();
        songs.SessionId.ShouldBe(draft.SessionId);
        songs.Analysis.GetProperty("mood_category").GetString().ShouldBe(felt);
        songs.Analysis.GetProperty("energy").GetDouble().ShouldBe(corrected.Json.GetProperty("analysis").GetProperty("energy").GetDouble());
        var kept = (await server.KeptAsync(draft.SessionId)).ShouldBeOk().Json;
        kept.GetProperty("analysis").GetProperty("mood_category").GetString().ShouldBe(felt);
        (await server.MoreAsync(draft.SessionId)).ShouldBeOk().SongIds.Intersect(corrected.SongIds, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("text/event-stream", true)]
    [InlineData("text/event-stream, application/json;q=0.9", true)]
    [InlineData("application/json;q=0.5, TEXT/event-stream", true)]
    [InlineData("text/event-stream, */*", true)]
    [InlineData("application/json", false)]
    [InlineData("*/*", false)]
    [InlineData("application/json, text/event-stream", false)]
    [InlineData("text/event-stream;q=0", false)]
    [InlineData("text/event-stream;q=0.1, application/json", false)]
    [InlineData("text/html", false)]
    [InlineData("no type at all;;,", false)]
    public async Task Stages_are_for_those_who_ask_for_them(string accept, bool inStages)
    {
        var answer = await _server.PostAsync(Path, Form.Of(RenderedPhoto.Good), accept);

        ((int)answer.Status).ShouldBe(200);
        answer.MediaType.ShouldBe(inStages ? "text/event-stream" : "application/json");
    }

    [Fact]
    public async Task What_is_wrong_from_the_start_keeps_its_status()
    {
        const string events = "text/event-stream";

        (await _server.PostAsync(Path, Form.Of("no photo"u8.ToArray()), events)).ShouldBeProblem(400);
        (await _server.PostAsync(Path, Form.Of(RenderedPhoto.Good[..2000]), events)).ShouldBeProblem(400);
        (await _server.PostAsync(Path, new Form().Field("count", "5"), events)).ShouldBeProblem(400);
        (await _server.PostAsync(Path, Form.Of(RenderedPhoto.Good).Field("count", "many"), events)).ShouldBeProblem(400);
        (await _server.PostAsync(Path, Form.Of(RenderedPhoto.Good).Field("local", "maybe"), events)).ShouldBeProblem(400).ShouldContain("local");
        (await _server.PostJsonAsync(Path, "{}", events)).ShouldBeProblem(415);
    }

    private static void ShouldHaveFallenBack(JsonElement analysis)
    {
        analysis.GetProperty("source").GetString().ShouldBe("local");
        var readers = analysis.GetProperty("readers").EnumerateArray().ToList();
        readers.Select(one => one.GetProperty("reader").GetString()).ShouldBe(["anthropic", "local"]);
        readers[0].GetProperty("status").GetString().ShouldNotBe("read", StringComparer.Ordinal);
        var message = readers[0].GetProperty("message").GetString();
        message.ShouldNotBeNullOrWhiteSpace();
        analysis.GetProperty("notes").EnumerateArray().Select(note => note.GetString()).ShouldContain(message, StringComparer.Ordinal);
    }
}
