using System.Net;
using System.Text.Json.Nodes;
using StoryBeats.Fakes;
using StoryBeats.Fakes.Models;

namespace StoryBeats.Providers.Tests.Fakes;

public sealed class ModelFakesTests
{
    [Fact]
    public async Task Anthropic_streams_its_events_in_order_and_their_letters_make_the_answer()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);

        var streamed = await asker.AnthropicAsync(ModelAsker.Anthropic(stream: true));
        var whole = await asker.AnthropicAsync(ModelAsker.Anthropic());

        streamed.ContentType.ShouldBe("text/event-stream");
        var names = streamed.Events.Select(item => item.Event!).ToList();
        names[..3].ShouldBe(["message_start", "content_block_start", "ping"]);
        names[^3..].ShouldBe(["content_block_stop", "message_delta", "message_stop"]);
        names[3..^3].Count.ShouldBeGreaterThan(5);
        names[3..^3].ShouldAllBe(name => name == "content_block_delta");
        streamed.Events.ShouldAllBe(item => item.Data!["type"]!.GetValue<string>() == item.Event);
        streamed.Events[0].Data!["message"]!["usage"]!["input_tokens"]!.GetValue<int>().ShouldBeGreaterThan(300);
        streamed.Events[^2].Data!["delta"]!["stop_reason"]!.GetValue<string>().ShouldBe("end_turn");
        var text = string.Concat(streamed.Events.Where(item => item.Event == "content_block_delta").Select(item => item.Data!["delta"]!["text"]!.GetValue<string>()));
        text.ShouldBe(whole.Json["content"]![0]!["text"]!.GetValue<string>());
        whole.Json["stop_reason"]!.GetValue<string>().ShouldBe("end_turn");
        whole.Json["usage"]!["output_tokens"].ShouldNotBeNull().GetValue<int>().ShouldBe(streamed.Events[^2].Data!["usage"]!["output_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task Anthropic_wants_a_key_a_version_a_known_model_and_a_limit()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);
        JsonObject With(string name, JsonNode? value)
        {
            var body = ModelAsker.Anthropic();
            body[name] = value;
            return body;
        }

        var noKey = await asker.AnthropicAsync(ModelAsker.Anthropic(), key: null);
        var wrongKey = await asker.AnthropicAsync(ModelAsker.Anthropic(), key: "sk-ant-wrong");
        var noVersion = await asker.AnthropicAsync(ModelAsker.Anthropic(), version: null);
        var noLimit = await asker.AnthropicAsync(With("max_tokens", null));
        var unknown = await asker.AnthropicAsync(With("model", "claude-nobody"));
        var sampling = await asker.AnthropicAsync(With("temperature", .5), version: "2026-10-21");
        var sampledBefore = await asker.AnthropicAsync(With("temperature", .5));
        var open = await asker.AnthropicAsync(ModelAsker.Anthropic(schema: """{"type":"object","properties":{}}"""));
        var ranged = await asker.AnthropicAsync(ModelAsker.Anthropic(schema: """{"type":"object","properties":{"energy":{"type":"number","maximum":1}},"additionalProperties":false}"""));

        Error(noKey).ShouldBe((401, "authentication_error"));
        Error(wrongKey).ShouldBe((401, "authentication_error"));
        Error(noVersion).ShouldBe((400, "invalid_request_error"));
        Error(noLimit).ShouldBe((400, "invalid_request_error"));
        Error(unknown).ShouldBe((404, "not_found_error"));
        Error(sampling).ShouldBe((400, "invalid_request_error"));
        sampledBefore.Status.ShouldBe(HttpStatusCode.OK);
        open.Body.ShouldContain("additionalProperties");
        ranged.Body.ShouldContain("maximum");
        static (int, string) Error(ModelReply reply) => ((int)reply.Status, reply.Json["error"]!["type"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(429, "rate_limit_error", "1")]
    [InlineData(500, "api_error", null)]
    [InlineData(529, "overloaded_error", null)]
    public async Task Anthropic_fails_in_its_own_shape_by_the_model_and_by_a_fault(int status, string type, string? retryAfter)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);

        fakes.Settings.Models[FakeService.Anthropic].Fails = status;
        var byModel = await asker.AnthropicAsync(ModelAsker.Anthropic(stream: true));
        fakes.Settings.Models[FakeService.Anthropic].Fails = null;
        fakes.Settings.Faults.Set(FakeService.Anthropic, FakeFault.Status(status));
        var byFault = await asker.AnthropicAsync(ModelAsker.Anthropic());

        foreach (var reply in (ModelReply[])[byModel, byFault])
        {
            ((int)reply.Status, reply.RetryAfter).ShouldBe((status, retryAfter));
            reply.Json["type"]!.GetValue<string>().ShouldBe("error");
            reply.Json["error"]!["type"]!.GetValue<string>().ShouldBe(type);
        }

        // A call is noted a moment after its answer has come.
        while (fakes.Models.All.Any(call => call.Status is null))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        fakes.Models.All.Select(call => call.Status).ShouldBe([status, status]);
        fakes.Models.All.ShouldAllBe(call => call.Took > TimeSpan.Zero);
    }

    [Theory]
    [InlineData(ModelEnd.Refusal, "refusal", "stop")]
    [InlineData(ModelEnd.Length, "max_tokens", "length")]
    [InlineData(ModelEnd.ContentFilter, "refusal", "content_filter")]
    public async Task A_model_may_stop_for_other_reasons(ModelEnd end, string anthropic, string openAI)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);
        foreach (var model in fakes.Settings.Models.All)
            model.End = end;

        var first = await asker.AnthropicAsync(ModelAsker.Anthropic());
        var streamed = await asker.AnthropicAsync(ModelAsker.Anthropic(stream: true));
        var second = await asker.OpenAIAsync(ModelAsker.OpenAI());
        var secondStreamed = await asker.OpenAIAsync(ModelAsker.OpenAI(stream: true));

        first.Json["stop_reason"]!.GetValue<string>().ShouldBe(anthropic);
        streamed.Events[^2].Data!["delta"]!["stop_reason"]!.GetValue<string>().ShouldBe(anthropic);
        var choice = second.Json["choices"]![0]!;
        choice["finish_reason"]!.GetValue<string>().ShouldBe(openAI);
        (choice["message"]!["refusal"] is not null).ShouldBe(end == ModelEnd.Refusal);
        (choice["message"]!["content"] is null).ShouldBe(end == ModelEnd.Refusal);
        secondStreamed.Events.Count(item => item.Data?["choices"]?.AsArray() is [{ } part] && part["delta"]?["refusal"] is not null).ShouldBe(end == ModelEnd.Refusal ? 4 : 0);
    }

    [Fact]
    public async Task A_limit_of_tokens_cuts_the_answer()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);
        var body = ModelAsker.Anthropic();
        body["max_tokens"] = 5;

        var reply = await asker.AnthropicAsync(body);

        reply.Json["stop_reason"]!.GetValue<string>().ShouldBe("max_tokens");
        reply.Json["content"]![0]!["text"]!.GetValue<string>().Length.ShouldBe(20);
    }

    [Fact]
    public async Task OpenAI_streams_chunks_then_usage_then_done()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);

        var streamed = await asker.OpenAIAsync(ModelAsker.OpenAI(stream: true));
        var whole = await asker.OpenAIAsync(ModelAsker.OpenAI());

        streamed.Body.ShouldEndWith("data: [DONE]\n\n");
        var chunks = streamed.Events.Select(item => item.Data).OfType<JsonNode>().ToList();
        chunks.ShouldAllBe(chunk => chunk["object"]!.GetValue<string>() == "chat.completion.chunk");
        chunks[0]["choices"]![0]!["delta"]!["role"]!.GetValue<string>().ShouldBe("assistant");
        chunks[^2]["choices"]![0]!["finish_reason"]!.GetValue<string>().ShouldBe("stop");
        chunks[^1]["choices"]!.AsArray().ShouldBeEmpty();
        chunks[^1]["usage"]!["completion_tokens"]!.GetValue<int>().ShouldBeGreaterThan(10);
        string.Concat(chunks[..^2].Select(chunk => chunk["choices"]![0]!["delta"]!["content"]!.GetValue<string>()))
            .ShouldBe(whole.Json["choices"]![0]!["message"]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task OpenAI_wants_its_key_a_known_model_and_a_strict_schema_and_the_compatible_service_takes_no_schema()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);
        var oldLimit = ModelAsker.OpenAI();
        oldLimit["max_tokens"] = 5;

        var noKey = await asker.OpenAIAsync(ModelAsker.OpenAI(), key: null);
        var wrongKey = await asker.OpenAIAsync(ModelAsker.OpenAI(), key: "sk-wrong");
        var unknown = await asker.OpenAIAsync(ModelAsker.OpenAI("gpt-nobody"));
        var limited = await asker.OpenAIAsync(oldLimit);
        var open = await asker.OpenAIAsync(ModelAsker.OpenAI(schema: """{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}"""));
        var refused = await asker.CompatibleAsync(ModelAsker.OpenAI("qwen3-vl-8b-instruct"));
        var taken = await asker.CompatibleAsync(ModelAsker.OpenAI("qwen3-vl-8b-instruct", schema: null));
        fakes.Settings.Models[FakeService.Compatible].TakesSchemas = true;
        var takenNow = await asker.CompatibleAsync(ModelAsker.OpenAI("qwen3-vl-8b-instruct"));

        ((int)noKey.Status).ShouldBe(401);
        (wrongKey.Status, wrongKey.Json["error"]!["code"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Unauthorized, "invalid_api_key"));
        (unknown.Status, unknown.Json["error"]!["code"]!.GetValue<string>()).ShouldBe((HttpStatusCode.NotFound, "model_not_found"));
        limited.Json["error"]!["code"]!.GetValue<string>().ShouldBe("unsupported_parameter");
        open.Body.ShouldContain("Missing \\u0027a\\u0027");
        (refused.Status, refused.Json["error"]!["message"]!.GetValue<string>()).ShouldBe((HttpStatusCode.BadRequest, "This response_format type is unavailable now"));
        taken.Status.ShouldBe(HttpStatusCode.OK);
        takenNow.Status.ShouldBe(HttpStatusCode.OK);
        fakes.Models.Of(FakeService.Compatible)[0].Complaint.ShouldBe("This response_format type is unavailable now");
    }

    [Fact]
    public async Task Ollama_streams_lines_unless_told_and_knows_only_what_was_pulled()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);

        var streamed = await asker.OllamaAsync(ModelAsker.Ollama());
        var whole = await asker.OllamaAsync(ModelAsker.Ollama(stream: false));
        var latest = await asker.OllamaAsync(ModelAsker.Ollama("llava", stream: false));
        var unknown = await asker.OllamaAsync(ModelAsker.Ollama("nobody"));

        streamed.ContentType.ShouldBe("application/x-ndjson");
        streamed.Lines.Select(line => line["done"]!.GetValue<bool>()).ShouldBe([.. Enumerable.Repeat(false, streamed.Lines.Count - 1), true]);
        streamed.Lines[^1]["done_reason"]!.GetValue<string>().ShouldBe("stop");
        string.Concat(streamed.Lines.Select(line => line["message"]!["content"]!.GetValue<string>())).ShouldBe(whole.Json["message"]!["content"]!.GetValue<string>());
        latest.Status.ShouldBe(HttpStatusCode.OK);
        (unknown.Status, unknown.Json["error"]!.GetValue<string>()).ShouldBe((HttpStatusCode.NotFound, "model 'nobody' not found"));
    }

    [Fact]
    public async Task Models_are_listed()
    {
        await using var fakes = await FakeServices.StartAsync(settings =>
        {
            foreach (var model in settings.Models.All)
                model.ApiKey = null;
        }, TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);

        var anthropic = await asker.ListAsync("anthropic/v1/models");
        var openAI = await asker.ListAsync("openai/v1/models");
        var ollama = await asker.ListAsync("ollama/api/tags");

        anthropic["data"]![0]!["id"]!.GetValue<string>().ShouldBe("claude-haiku-5-5");
        openAI["data"]![0]!["id"]!.GetValue<string>().ShouldBe("gpt-6-luna");
        ollama["models"]![0]!["name"]!.GetValue<string>().ShouldBe("gemma4:4b");
    }

    [Fact]
    public async Task Settings_name_models_only_where_they_are_asked_for()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

        fakes.StoryBeatsSettings.Keys.ShouldAllBe(key => !key.Contains("Anthropic") && !key.Contains("OpenAI"));
        fakes.ModelSettings(FakeService.Anthropic).Keys.ShouldBe(["Anthropic:ApiKey", "Anthropic:BaseAddress", "Anthropic:Model"]);
        fakes.ModelSettings(FakeService.Compatible, FakeService.Ollama).Keys.ShouldBe(["Compatible:BaseAddress", "Compatible:Model", "Ollama:BaseAddress", "Ollama:Model"]);
        fakes.ModelSettings().Count.ShouldBe(10);
    }
}
