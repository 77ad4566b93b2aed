using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StoryBeats.Fakes;
using StoryBeats.Fakes.Models;
using StoryBeats.Providers.Chat;
using StoryBeats.Providers.Tests.Previews;
using StoryBeats.SecondLook;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.Chat;

public sealed class ChatSettingsTests
{
    public static TheoryData<FakeService> Every => [.. FakeModels.Services];

    [Fact]
    public async Task Without_settings_nobody_elsewhere_reads_photos()
    {
        await using var rig = ChatRig.With();

        rig.Services.GetServices<IVibeReader>().ShouldBeEmpty();
        rig.Services.GetServices<ISongJudge>().ShouldBeEmpty();
        rig.Services.GetServices<ChatProbe>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_service_that_is_configured_reads_and_judges()
    {
        await using var rig = ChatRig.With(
            ("Anthropic:ApiKey", "a"), ("OpenAI:ApiKey", "b"), ("Ollama:Model", "gemma4:4b"),
            ("Compatible:Name", "gemini"), ("Compatible:BaseAddress", "https://generativelanguage.googleapis.com/v1beta/openai/"), ("Compatible:Model", "gemini-flash"));

        rig.Services.GetServices<IVibeReader>().Select(reader => (reader.Name, reader.Model)).ShouldBe(
            [("anthropic", "claude-haiku-5-5"), ("openai", "gpt-6-luna"), ("gemini", "gemini-flash"), ("ollama", "gemma4:4b")]);
        rig.Services.GetServices<IVibeReader>().Select(reader => reader.Host).ShouldBe(
            ["api.anthropic.com", "api.openai.com", "generativelanguage.googleapis.com", "localhost"]);
        rig.Services.GetServices<ISongJudge>().Select(judge => judge.Name).ShouldBe(["anthropic", "openai", "gemini", "ollama"]);
        rig.Services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000/v1/", "127.0.0.1")]
    [InlineData("http://localhost/v1/", "localhost")]
    [InlineData("https://me:secret@gateway.example:443/v1/", "gateway.example")]
    [InlineData("http://[::1]:8000/v1/", "[::1]")]
    public async Task A_reader_says_to_which_host_photos_go(string address, string host)
    {
        await using var rig = ChatRig.With(("Compatible:Model", "qwen"), ("Compatible:BaseAddress", address));

        rig.Reader.Host.ShouldBe(host);
    }

    [Theory]
    [InlineData("Anthropic:ApiKey=a;Anthropic:BaseAddress=api.anthropic.com", "BaseAddress must be an absolute http or https address that ends in a slash")]
    [InlineData("Anthropic:ApiKey=a;Anthropic:Model=", "Anthropic:Model is empty")]
    [InlineData("OpenAI:ApiKey=a;OpenAI:BaseAddress=https://api.openai.com/v1", "BaseAddress must be an absolute http or https address that ends in a slash")]
    [InlineData("OpenAI:ApiKey=a;OpenAI:InputPricePerMillion=-1", "InputPricePerMillion")]
    [InlineData("Compatible:BaseAddress=http://localhost:8000/v1/", "Compatible:Model is missing")]
    [InlineData("Compatible:Model=qwen", "Compatible:BaseAddress is missing")]
    [InlineData("Compatible:Model=qwen;Compatible:BaseAddress=http://localhost:8000/v1", "Compatible:BaseAddress must end in a slash")]
    [InlineData("Compatible:Model=qwen;Compatible:BaseAddress=http://localhost:8000/v1/;Compatible:Name=local", "Compatible:Name is a name that another reader has")]
    [InlineData("Compatible:Model=qwen;Compatible:BaseAddress=http://localhost:8000/v1/;Compatible:Name=My Model", "Compatible:Name must be up to 32 small letters")]
    [InlineData("Ollama:Model=llava;Ollama:BaseAddress=ftp://localhost/", "BaseAddress must be an absolute http or https address")]
    public async Task A_setting_that_cannot_work_stops_the_start_and_says_what_to_do(string settings, string says)
    {
        await using var rig = ChatRig.With([.. settings.Split(';').Select(setting => (setting[..setting.IndexOf('=')], setting[(setting.IndexOf('=') + 1)..]))]);

        Should.Throw<OptionsValidationException>(() => rig.Services.GetRequiredService<IStartupValidator>().Validate()).Message.ShouldContain(says);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_probe_says_that_key_and_model_are_right(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service);

        (await rig.Probe.AskAsync(ChatRig.Cancel)).ShouldBe((true, $"answers, and has {rig.Reader.Model}"));
        rig.Fakes.Models.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FakeService.Anthropic)]
    [InlineData(FakeService.OpenAI)]
    public async Task A_probe_says_that_the_key_is_wrong(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service, behave: null, ($"{service}:ApiKey", "another"));

        (await rig.Probe.AskAsync(ChatRig.Cancel)).ShouldBe((false, $"does not accept the key (401). Check {service}__ApiKey and {service}__BaseAddress."));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_probe_says_that_the_model_is_not_there(FakeService service)
    {
        await using var rig = await ChatRig.StartAsync(service, behave: null, ($"{service}:Model", "never-heard-of"));

        var (works, says) = await rig.Probe.AskAsync(ChatRig.Cancel);

        works.ShouldBeFalse();
        says.ShouldStartWith("answers, but does not list never-heard-of (it has ");
        says.ShouldEndWith($"Check {service}__Model.");
    }

    [Fact]
    public async Task A_probe_says_that_nobody_is_there()
    {
        await using var rig = ChatRig.With(("Ollama:Model", "llava"), ("Ollama:BaseAddress", PreviewApp.Nobody.AbsoluteUri));

        (await rig.Probe.AskAsync(ChatRig.Cancel)).ShouldBe((false, "cannot be reached. Check the network and Ollama__BaseAddress."));
    }

    [Fact]
    public async Task A_probe_of_something_else_says_so()
    {
        await using var server = await ScriptedServer.StartAsync(_ => """{"hello": []}""");
        await using var rig = ChatRig.With(("Ollama:Model", "llava"), ("Ollama:BaseAddress", server.Address.AbsoluteUri));

        (await rig.Probe.AskAsync(ChatRig.Cancel)).ShouldBe((false, "answers with something else than a list of models. Check Ollama__BaseAddress."));
    }

    [Fact]
    public void A_cost_is_known_when_both_prices_and_counts_are()
    {
        new ChatPrices(.1, .5).Of(2_000, 400).ShouldBe(.0004);
        new ChatPrices(.1, null).Of(2_000, 400).ShouldBeNull();
        new ChatPrices(.1, .5).Of(2_000, null).ShouldBeNull();
        default(ChatPrices).Of(2_000, 400).ShouldBeNull();
    }
}
