using System.Net;
using System.Text.Json.Nodes;
using NetVips;
using StoryBeats.Fakes;
using StoryBeats.Fakes.Models;

namespace StoryBeats.Providers.Tests.Fakes;

public sealed class ModelFakesAnswersTests
{
    [Fact]
    public async Task A_reading_has_the_schema_s_fields_in_its_order_and_depends_on_the_picture()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);

        var dusk = await SaidAsync(asker, ModelAsker.Anthropic(ModelAsker.Jpeg(above: [10, 10, 30], below: [20, 20, 40])));
        var noon = await SaidAsync(asker, ModelAsker.Anthropic(ModelAsker.Jpeg(above: [255, 220, 60], below: [250, 120, 20])));
        var again = await SaidAsync(asker, ModelAsker.Anthropic(ModelAsker.Jpeg(above: [255, 220, 60], below: [250, 120, 20])));

        dusk.AsObject().Select(field => field.Key).ShouldBe(["mood", "cultural_vibe", "energy", "tempo", "themes"]);
        noon.ToJsonString().ShouldBe(again.ToJsonString());
        string.Equals(noon["mood"]!.GetValue<string>(), dusk["mood"]!.GetValue<string>(), StringComparison.Ordinal).ShouldBeFalse();
        noon["energy"]!.GetValue<double>().ShouldBeInRange(0, 1);
    }

    [Fact]
    public async Task A_second_look_orders_every_song_once_and_not_as_given()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);
        var songs = string.Join('\n', Enumerable.Range(1, 12).Select(number => $"{number}. Song {number * 7} — Somebody (English, 2020)"));

        var order = (await SaidAsync(asker, ModelAsker.Anthropic(text: "Songs:\n" + songs, schema: ModelAsker.OrderSchema)))["order"]!.AsArray();

        var numbers = order.Select(song => song!["song"]!.GetValue<int>()).ToList();
        numbers.Order().ShouldBe(Enumerable.Range(1, 12));
        numbers.ShouldNotBe(Enumerable.Range(1, 12));
        order.Select(song => song!["confidence"]!.GetValue<double>()).ShouldBeInOrder(SortDirection.Descending);
        fakes.Models.SecondLooks.Count.ShouldBe(1);
        fakes.Models.Readings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ModelManner.CodeFences, "```json\n{")]
    [InlineData(ModelManner.ProseAround, "Here is what I see")]
    [InlineData(ModelManner.NoJson, "I see a quiet beach")]
    [InlineData(ModelManner.Hostile, "<script>")]
    [InlineData(ModelManner.NumbersAsText, "\"energy\":\"")]
    public async Task A_model_may_have_odd_manners(ModelManner manner, string sign)
    {
        await using var fakes = await FakeServices.StartAsync(settings => settings.Models[FakeService.Anthropic].Manner = manner, TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);

        var reply = await asker.AnthropicAsync(ModelAsker.Anthropic());

        reply.Json["content"]![0]!["text"]!.GetValue<string>().ShouldContain(sign);
    }

    [Fact]
    public async Task Fields_may_be_missing_out_of_range_or_the_prompt_itself()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);
        var model = fakes.Settings.Models[FakeService.Anthropic];
        async Task<JsonNode> WithAsync(ModelManner manner)
        {
            model.Manner = manner;
            return await SaidAsync(asker, ModelAsker.Anthropic(schema: null));
        }

        var missing = await WithAsync(ModelManner.MissingFields);
        var beyond = await WithAsync(ModelManner.OutOfRange);
        var repeating = await WithAsync(ModelManner.RepeatsPrompt);
        model.Manner = ModelManner.Empty;
        var empty = await asker.AnthropicAsync(ModelAsker.Anthropic());

        missing.AsObject().Select(field => field.Key).ShouldBe(["mood", "description", "energy"]);
        beyond["energy"]!.GetValue<double>().ShouldBeGreaterThan(1);
        beyond["valence"]!.GetValue<double>().ShouldBeLessThan(0);
        repeating["description"]!.GetValue<string>().ShouldBe("You look at photos.");
        empty.Json["content"]![0]!["text"]!.GetValue<string>().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_model_says_may_be_set_and_another_behaviour_given_to_some_questions()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);
        var model = fakes.Settings.Models[FakeService.Anthropic];
        model.Says = call => $$"""{"seen":{{call.Images[0].Width}}}""";
        model.Instead = call => call.OrdersSongs ? new FakeModel { Fails = 529 } : null;

        var reading = await SaidAsync(asker, ModelAsker.Anthropic());
        var second = await asker.AnthropicAsync(ModelAsker.Anthropic(schema: ModelAsker.OrderSchema));

        reading["seen"]!.GetValue<int>().ShouldBe(640);
        ((int)second.Status).ShouldBe(529);
    }

    [Fact]
    public async Task A_picture_too_large_with_metadata_after_the_text_or_not_whole_is_refused()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);
        var right = ModelAsker.Jpeg(1024, 768);
        var after = ModelAsker.Anthropic();
        var content = after["messages"]![0]!["content"]!.AsArray();
        var image = content[0]!.DeepClone();
        content.RemoveAt(0);
        content.Add(image);

        var fine = await asker.AnthropicAsync(ModelAsker.Anthropic(right));
        var large = await asker.AnthropicAsync(ModelAsker.Anthropic(ModelAsker.Jpeg(1025, 768)));
        var exif = await asker.AnthropicAsync(ModelAsker.Anthropic([.. right[..2], 0xFF, 0xE1, 0, 8, .. "Exif\0\0"u8, .. right[2..]]));
        var cut = await asker.AnthropicAsync(ModelAsker.Anthropic(right[..(right.Length / 2)]));
        var png = await asker.AnthropicAsync(ModelAsker.Anthropic(Png()));
        var late = await asker.AnthropicAsync(after);

        fine.Status.ShouldBe(HttpStatusCode.OK);
        Message(large).ShouldContain("1025×768");
        Message(exif).ShouldContain("exif");
        Message(cut).ShouldContain("Could not process image");
        Message(png).ShouldContain("Could not process image");
        Message(late).ShouldContain("after the text");
        var seen = fakes.Models.All[0].Images.Single();
        (seen.Width, seen.Height, seen.Data.Length, seen.Problem).ShouldBe((1024, 768, right.Length, null));
        static string Message(ModelReply reply)
        {
            reply.Status.ShouldBe(HttpStatusCode.BadRequest);
            return reply.Json["error"]!["message"]!.GetValue<string>();
        }
    }

    [Fact]
    public async Task A_stream_may_be_cut_or_end_overloaded_midway()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);
        var model = fakes.Settings.Models[FakeService.Anthropic];

        model.CutAfter = 30;
        await Should.ThrowAsync<HttpRequestException>(() => asker.AnthropicAsync(ModelAsker.Anthropic(stream: true)));
        model.CutAfter = null;
        model.OverloadedAfter = 30;
        var overloaded = await asker.AnthropicAsync(ModelAsker.Anthropic(stream: true));

        overloaded.Events[^1].Event.ShouldBe("error");
        overloaded.Events[^1].Data!["error"]!["type"]!.GetValue<string>().ShouldBe("overloaded_error");
        fakes.Models.All.ShouldAllBe(call => call.Sent == 36 && !call.Finished && !call.ClientLeft);
    }

    [Fact]
    public async Task A_stream_may_be_held_back_or_hang_and_who_leaves_is_seen()
    {
        var go = new TaskCompletionSource();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);
        var model = fakes.Settings.Models[FakeService.Anthropic];
        model.OnPiece = (_, sent, cancellationToken) => sent < 24 ? Task.CompletedTask : go.Task.WaitAsync(cancellationToken);

        var held = asker.AnthropicAsync(ModelAsker.Anthropic(stream: true));
        await UntilAsync(() => fakes.Models.All is [{ Sent: 24 }]);
        held.IsCompleted.ShouldBeFalse();
        go.SetResult();
        (await held).Status.ShouldBe(HttpStatusCode.OK);

        model.HangsAfter = 0;
        var hanging = asker.AnthropicAsync(ModelAsker.Anthropic(stream: true));
        await UntilAsync(() => fakes.Models.All is [_, { FirstByte: not null }]);
        asker.Dispose();
        await Should.ThrowAsync<OperationCanceledException>(hanging);
        await UntilAsync(() => fakes.Models.All[1].ClientLeft);
        fakes.Models.All[0].Finished.ShouldBeTrue();
    }

    [Fact]
    public async Task Time_to_the_first_token_and_to_the_last_are_as_set_and_noted()
    {
        await using var fakes = await FakeServices.StartAsync(settings =>
        {
            settings.Models[FakeService.Anthropic].FirstToken = new FakeLatency(100, 100);
            settings.Models[FakeService.Anthropic].Whole = new FakeLatency(400, 400);
        }, TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);

        await asker.AnthropicAsync(ModelAsker.Anthropic(stream: true));

        var call = fakes.Models.All.Single();
        System.Diagnostics.Stopwatch.GetElapsedTime(call.Arrived, call.FirstByte!.Value).TotalMilliseconds.ShouldBeGreaterThanOrEqualTo(95);
        call.Took!.Value.TotalMilliseconds.ShouldBeGreaterThanOrEqualTo(395);
    }

    [Fact]
    public async Task A_stream_may_hold_wrong_types()
    {
        await using var fakes = await FakeServices.StartAsync(settings => settings.Faults.Set(FakeService.OpenAI, FakeFault.WrongTypes), TestContext.Current.CancellationToken);
        using var asker = new ModelAsker(fakes);

        var reply = await asker.OpenAIAsync(ModelAsker.OpenAI(stream: true));

        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.Events[0].Data!["choices"]!.GetValue<int>().ShouldBe(7);
    }

    private static async Task<JsonNode> SaidAsync(ModelAsker asker, JsonObject body)
    {
        var reply = await asker.AnthropicAsync(body);
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Body);
        return JsonNode.Parse(reply.Json["content"]![0]!["text"]!.GetValue<string>())!;
    }

    private static byte[] Png()
    {
        using var image = Image.Black(64, 64);
        return image.PngsaveBuffer();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(5, patience.Token);
    }
}
