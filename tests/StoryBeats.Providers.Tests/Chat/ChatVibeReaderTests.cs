using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using StoryBeats.Fakes;
using StoryBeats.Fakes.Models;
using StoryBeats.Providers.Tests.Previews;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.Chat;

/// <summary>Over fakes of each service, each with its own wire: the same photo, the same questions, the same failures.</summary>
public sealed class ChatVibeReaderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string ReasoningComplaint = """{"error": {"message": "Unknown parameter: 'reasoning_effort'.", "type": "invalid_request_error"}}""";

    private const string StreamedAnswer =
        """
        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"thinker","choices":[{"index":0,"delta":{"role":"assistant","content":"{\"mood\": \"serene\", \"energy\": 0.3}"},"finish_reason":null}]}

        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"thinker","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: [DONE]


        """;

    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static TheoryData<FakeService> Every => [.. FakeModels.Services];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_photo_is_read(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service);

        var reading = await rig.ReadAsync();

        reading.Mood.ShouldNotBeNullOrEmpty();
        reading.CulturalVibe.ShouldNotBeNull();
        reading.Themes.ShouldNotBeNull().ShouldNotBeEmpty();
        reading.Description.ShouldNotBeNullOrEmpty();
        reading.Energy.ShouldNotBeNull().ShouldBeInRange(0, 1);
        reading.Tempo.ShouldNotBeNull().ShouldBeInRange(60, 180);
        reading.MusicStyle.ShouldNotBeNullOrEmpty();
        reading.Notes.ShouldBeEmpty();
        rig.Reader.Name.ShouldBe(Lower(service));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task The_photo_goes_first_as_a_jpeg_without_metadata_with_the_prompt_and_a_limit(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service);

        await rig.ReadAsync();

        var call = rig.Fakes.Models.All.Where(call => call.Complaint is null).ShouldHaveSingleItem();
        call.Images.ShouldHaveSingleItem().Problem.ShouldBeNull();
        Math.Max(call.Images[0].Width, call.Images[0].Height).ShouldBeLessThanOrEqualTo(1024);
        call.System.ShouldBe(Prompts.BuiltIn.Vibe.Text);
        call.Streamed.ShouldBeTrue();
        call.MaxTokens.ShouldNotBeNull();
        (call.Schema is null).ShouldBe(service is FakeService.Compatible);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Mood_and_culture_are_told_while_the_rest_is_held_back(FakeService service)
    {
        var told = new TaskCompletionSource<VibeReading>(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        await using var rig = await ChatRig.StartAsync(service, model => model.OnPiece = async (_, sent, cancellation) =>
        {
            // The last field is never there before the early reading was told.
            if (sent > 120)
                await told.Task.WaitAsync(Patience, cancellation);
        });

        var reading = await rig.ReadAsync(early =>
        {
            Interlocked.Increment(ref count);
            told.TrySetResult(early);
        });

        var early = await told.Task;
        count.ShouldBe(1);
        early.Mood.ShouldBe(reading.Mood);
        early.CulturalVibe.ShouldBe(reading.CulturalVibe);
        early.MusicStyle.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Calls_tokens_and_costs_are_counted(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service, behave: null, ($"{service}:InputPricePerMillion", "2"), ($"{service}:OutputPricePerMillion", "10"));

        await rig.ReadAsync();

        var name = Lower(service);
        var model = rig.Fakes.Settings.Models[service].Names[0];
        rig.Meter.Tags("storybeats.model.duration").ShouldContain($"{name} {model} reading answered", StringComparer.Ordinal);
        rig.Meter.Tags("storybeats.model.first_token").ShouldBe([$"{name} {model} reading"]);
        rig.Meter.Tags("storybeats.upstream.calls").ShouldContain($"{name} chat 200", StringComparer.Ordinal);
        rig.Meter.Tags("storybeats.model.tokens").ShouldBe([$"{name} {model} reading input", $"{name} {model} reading output"]);
        var tokens = rig.Meter.Values("storybeats.model.tokens");
        tokens.ShouldAllBe(count => count > 0);
        rig.Meter.Values("storybeats.model.cost").ShouldHaveSingleItem().ShouldBe(((tokens[0] * 2) + (tokens[1] * 10)) / 1e6, 1e-12);
    }

    [Fact]
    public async Task Without_a_price_no_cost_is_invented()
    {
        await using var rig = await ChatRig.StartAsync(FakeService.Anthropic);

        await rig.ReadAsync();

        rig.Meter.Values("storybeats.model.tokens").Count.ShouldBe(2);
        rig.Meter.Values("storybeats.model.cost").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Fences_prose_and_numbers_as_text_are_read(FakeService service)
    {
        foreach (var manner in new[] { ModelManner.CodeFences, ModelManner.ProseAround, ModelManner.NumbersAsText })
        {
            await using var rig = await ChatRig.StartAsync(service, model => model.Manner = manner);

            var reading = await rig.ReadAsync();

            reading.Energy.ShouldNotBeNull(manner.ToString());
            reading.CulturalVibe.ShouldNotBeNull(manner.ToString());
            reading.Notes.ShouldBeEmpty(manner.ToString());
        }
    }

    [Fact]
    public async Task Numbers_out_of_range_are_clamped_and_noted()
    {
        await using var rig = await ChatRig.StartAsync(FakeService.Anthropic, model => model.Manner = ModelManner.OutOfRange);

        var reading = await rig.ReadAsync();

        new[] { reading.Energy, reading.Valence, reading.Danceability, reading.Acousticness, reading.Instrumentalness }
            .ShouldAllBe(share => share == 0 || share == 1);
        reading.Tempo.ShouldBe(180);
        reading.Notes.Count.ShouldBe(6);
        reading.Notes.ShouldAllBe(note => note.Contains(" counts as "));
    }

    [Fact]
    public async Task What_was_not_said_is_null()
    {
        await using var rig = await ChatRig.StartAsync(FakeService.OpenAI, model => model.Manner = ModelManner.MissingFields);

        var reading = await rig.ReadAsync();

        reading.Mood.ShouldNotBeNull();
        reading.Energy.ShouldNotBeNull();
        reading.Valence.ShouldBeNull();
        reading.CulturalVibe.ShouldBeNull();
        reading.Themes.ShouldBeNull();
        reading.Notes.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Hostile_text_in_a_photo_changes_neither_form_nor_numbers_and_carries_no_markup(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service, model => model.Manner = ModelManner.Hostile);

        var reading = await rig.ReadAsync();

        var texts = new[] { reading.Mood, reading.Description, reading.MusicStyle }.OfType<string>()
            .Concat(reading.Themes ?? []).Concat(reading.Keywords ?? []).Concat(reading.Genres ?? []).Concat(reading.Notes).ToList();
        texts.ShouldNotBeEmpty();
        texts.ShouldAllBe(text => !text.Any(character => char.IsControl(character) || character == '<' || character == '>') && !text.Contains("://"));
        reading.Energy.ShouldNotBeNull().ShouldBeInRange(0, 1);
        reading.Mood!.Length.ShouldBeLessThanOrEqualTo(40);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_prompt_that_is_repeated_is_left_out(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service, model => model.Manner = ModelManner.RepeatsPrompt);

        var reading = await rig.ReadAsync();

        reading.Description.ShouldBeNull();
        reading.Mood.ShouldNotBeNull();
        reading.Notes.ShouldBe(["description repeated the instructions and was left out"]);
    }

    [Theory]
    [InlineData(ModelManner.NoJson)]
    [InlineData(ModelManner.Empty)]
    public async Task An_answer_without_json_is_unusable(ModelManner manner)
    {
        foreach (var service in FakeModels.Services)
        {
            await using var rig = await ChatRig.StartAsync(service, model => model.Manner = manner);

            var failure = await rig.FailureAsync();

            failure.Status.ShouldBe(ReaderStatus.Unusable, service.ToString());
            rig.Meter.Tags("storybeats.upstream.calls").ShouldContain($"{Lower(service)} chat garbage", StringComparer.Ordinal);
        }
    }

    [Theory]
    [InlineData(FakeService.Anthropic, 401, "does not accept the key (401)")]
    [InlineData(FakeService.Anthropic, 429, "is rate-limited (429)")]
    [InlineData(FakeService.Anthropic, 500, "has a fault (500)")]
    [InlineData(FakeService.Anthropic, 529, "is overloaded (529)")]
    [InlineData(FakeService.OpenAI, 401, "does not accept the key (401)")]
    [InlineData(FakeService.OpenAI, 429, "is rate-limited (429)")]
    [InlineData(FakeService.OpenAI, 500, "has a fault (500)")]
    [InlineData(FakeService.OpenAI, 503, "is not available (503)")]
    [InlineData(FakeService.Compatible, 404, "does not know the model, or has another address (404)")]
    [InlineData(FakeService.Ollama, 404, "does not know the model, or has another address (404)")]
    [InlineData(FakeService.Ollama, 500, "has a fault (500)")]
    public async Task An_error_is_said_at_once_and_not_asked_again(FakeService service, int status, string says)
    {
        await using var rig = await ChatRig.StartAsync(service, model => model.Fails = status);

        var failure = await rig.FailureAsync();

        (failure.Status, failure.Message).ShouldBe((ReaderStatus.Failed, says));
        rig.Fakes.Models.All.Count(call => call.Complaint is null).ShouldBe(1);
        rig.Meter.Tags("storybeats.upstream.calls").ShouldContain($"{Lower(service)} chat {status}", StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_service_that_is_away_cannot_be_reached(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service, behave: null, ($"{service}:BaseAddress", PreviewApp.Nobody.AbsoluteUri));

        var failure = await rig.FailureAsync();

        (failure.Status, failure.Message).ShouldBe((ReaderStatus.Failed, "cannot be reached"));
    }

    [Theory]
    [InlineData(FakeService.Anthropic, ModelEnd.Refusal)]
    [InlineData(FakeService.OpenAI, ModelEnd.Refusal)]
    [InlineData(FakeService.OpenAI, ModelEnd.ContentFilter)]
    [InlineData(FakeService.Compatible, ModelEnd.ContentFilter)]
    public async Task A_refusal_is_one(FakeService service, ModelEnd end)
    {
        await using var rig = await ChatRig.StartAsync(service, model => model.End = end);

        for (var time = 0; time < 5; time++)
        {
            var failure = await rig.FailureAsync();
            (failure.Status, failure.Message).ShouldBe((ReaderStatus.Refused, "would not look at this photo"));
        }
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task An_answer_that_ran_out_of_tokens_is_unusable(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service, model => model.End = ModelEnd.Length);

        var failure = await rig.FailureAsync();

        (failure.Status, failure.Message).ShouldBe((ReaderStatus.Unusable, "did not come to an end in the length it may have"));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_stream_that_is_cut_broke_off(FakeService service)
    {
        await using var rig = await CutAsync(service, """{"energy": 0.3, "mood": "serene", "cultural_vibe": "global",""", " \"valence\": 0.");

        var failure = await Should.ThrowAsync<VibeReaderException>(() => rig.ReadAsync(_ => _told.TrySetResult()));

        (failure.Status, failure.Message).ShouldBe((ReaderStatus.Failed, "broke off in the middle of its answer"));
        rig.Meter.Tags("storybeats.upstream.calls").ShouldContain($"{Lower(service)} chat broken_off", StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_stream_that_is_cut_after_the_whole_answer_is_read(FakeService service)
    {
        await using var rig = await CutAsync(service, """{"energy": 0.3, "mood": "serene", "cultural_vibe": "global"}""", " I hope");

        var reading = await rig.ReadAsync(_ => _told.TrySetResult());

        (reading.Mood, reading.Energy).ShouldBe(("serene", .3));
    }

    // What comes before the cut has arrived when it is cut.
    private Task<ChatRig> CutAsync(FakeService service, string before, string after) => ChatRig.StartAsync(service, model =>
    {
        model.Says = _ => before + after;
        model.PieceLength = before.Length;
        model.CutAfter = before.Length + 1;
        model.OnPiece = async (_, sent, cancellation) =>
        {
            if (sent > 0)
                await _told.Task.WaitAsync(Patience, cancellation);
        };
    });

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_stream_that_ends_in_an_error_broke_off(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service, model => model.OverloadedAfter = 60);

        var failure = await rig.FailureAsync();

        failure.Status.ShouldBe(ReaderStatus.Failed);
        failure.Message.ShouldBe("broke off in the middle of its answer");
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Nobody_who_stopped_waiting_is_kept_by_a_service_that_hangs(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service, model => model.HangsAfter = 60);
        using var leaves = new CancellationTokenSource();
        var reading = rig.Reader.ReadAsync(ChatRig.Photo(), _ => { }, CancellationToken.None, leaves.Token);
        await UntilAsync(() => rig.Fakes.Models.All.Any(call => call.Sent >= 60));

        await leaves.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reading.WaitAsync(Patience, ChatRig.Cancel));
        await UntilAsync(() => rig.Meter.Tags("storybeats.upstream.calls").Contains($"{Lower(service)} chat cancelled", StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_model_that_says_nothing_can_be_left_before_its_first_token(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service, model => model.HangsAfter = 0);
        using var leaves = new CancellationTokenSource();
        var reading = rig.Reader.ReadAsync(ChatRig.Photo(), _ => { }, CancellationToken.None, leaves.Token);
        await UntilAsync(() => rig.Fakes.Models.All.Any(call => call.Said is not null));

        await leaves.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reading.WaitAsync(Patience, ChatRig.Cancel));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_service_that_is_late_timed_out(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service, model => model.HangsAfter = 60);
        using var late = new CancellationTokenSource();
        var reading = rig.Reader.ReadAsync(ChatRig.Photo(), _ => { }, late.Token, ChatRig.Cancel);
        await UntilAsync(() => rig.Fakes.Models.All.Any(call => call.Sent >= 60));

        await late.CancelAsync();

        var failure = await Should.ThrowAsync<VibeReaderException>(() => reading.WaitAsync(Patience, ChatRig.Cancel));
        (failure.Status, failure.Message).ShouldBe((ReaderStatus.TimedOut, "did not answer in time"));
        await UntilAsync(() => rig.Meter.Tags("storybeats.upstream.calls").Contains($"{Lower(service)} chat timeout", StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_call_ends_after_a_minute_whoever_waits()
    {
        await using var rig = await ChatRig.StartAsync(FakeService.Ollama, model => model.HangsAfter = 0);
        var reading = rig.ReadAsync();
        await UntilAsync(() => rig.Fakes.Models.All.Any(call => call.Said is not null));

        rig.Time.Advance(TimeSpan.FromSeconds(61));

        var failure = await Should.ThrowAsync<VibeReaderException>(() => reading.WaitAsync(Patience, ChatRig.Cancel));
        (failure.Status, failure.Message).ShouldBe((ReaderStatus.TimedOut, "took longer than 60 s"));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_service_that_takes_no_schema_is_asked_without_from_then_on(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service, model => model.TakesSchemas = false);

        var first = await rig.ReadAsync();
        var second = await rig.ReadAsync();

        first.Mood.ShouldNotBeNull();
        second.Mood.ShouldNotBeNull();
        rig.Fakes.Models.All.Select(call => call.Schema is not null).ShouldBe([true, false, false]);
        rig.Log.AtLeast(LogLevel.Information).Count(line => line.Contains("does not take a schema")).ShouldBe(1);
    }

    [Fact]
    public async Task A_service_that_does_not_know_what_no_thinking_is_is_asked_without_and_given_room_from_then_on()
    {
        var bodies = new ConcurrentQueue<string>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            bodies.Enqueue(body);
            var refuses = body.Contains("reasoning_effort", StringComparison.Ordinal);
            context.Response.StatusCode = refuses ? 400 : 200;
            context.Response.ContentType = refuses ? "application/json" : "text/event-stream";
            await context.Response.WriteAsync(refuses ? ReasoningComplaint : StreamedAnswer, context.RequestAborted);
        });
        await using var rig = ChatRig.With(("Compatible:BaseAddress", server.Address.AbsoluteUri), ("Compatible:Model", "thinker"));

        (await rig.ReadAsync()).Mood.ShouldBe("serene");
        (await rig.ReadAsync()).Mood.ShouldBe("serene");

        bodies.Select(body => body.Contains("reasoning_effort", StringComparison.Ordinal)).ShouldBe([true, false, false]);
        bodies.Select(body => body.Contains("json_schema", StringComparison.Ordinal)).ShouldBe([true, true, true]);
        bodies.Select(body => body.Contains(":4800", StringComparison.Ordinal)).ShouldBe([false, true, true]);
        rig.Log.AtLeast(LogLevel.Information).Count(line => line.Contains("without thinking")).ShouldBe(1);
    }

    [Fact]
    public async Task Neither_key_nor_photo_nor_prompt_is_logged_or_said()
    {
        await using var rig = await ChatRig.StartAsync(FakeService.Anthropic, behave: null, ("Anthropic:ApiKey", "sk-very-secret-indeed"));

        var failure = await rig.FailureAsync();

        failure.Message.ShouldBe("does not accept the key (401)");
        failure.InnerException.ShouldBeNull();
        rig.Log.AtLeast(LogLevel.Trace).ShouldAllBe(line => !line.Contains("secret") && !line.Contains("Instagram"));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
            await Task.Delay(20, patience.Token);
    }

    private static string Lower(FakeService service) => service.ToString().ToLowerInvariant();
}
