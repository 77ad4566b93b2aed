using System.Text.Json.Nodes;
using StoryBeats.Fakes;
using StoryBeats.Fakes.Models;

namespace StoryBeats.Web.Tests;

/// <summary>The page of a server that asks a model, whose answer is held back until it is let go.</summary>
internal sealed class ModelPage : IAsyncDisposable
{
    private readonly TaskCompletionSource _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ModelPage(FakeServices fakes) => Fakes = fakes;

    public FakeServices Fakes { get; }

    public PageServer Server { get; private set; } = null!;

    public FakeModel Model => Fakes.Settings.Models[FakeService.Anthropic];

    public static async Task<ModelPage> StartAsync(bool looksTwice = false)
    {
        var page = new ModelPage(await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken));
        page.Model.OnPiece = (_, _, cancellationToken) => page._answers.Task.WaitAsync(cancellationToken);
        // As long as it takes on a busy machine.
        page.Server = await PageServer.StartAsync(
            [.. page.Fakes.ModelSettings(FakeService.Anthropic).Select(setting => $"--{setting.Key}={setting.Value}"), "--Vision:DeadlineSeconds=60", $"--SecondLook:Enabled={looksTwice}"]);
        return page;
    }

    /// <summary>What this machine reads of a photo, said by the model with another sound.</summary>
    public async Task SayAsReadHereAsync(byte[] photo, double energyAdded = 0, string description = "A lake that a model has seen.", string? mood = null)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(photo), "photo", "photo.jpg" }, { new StringContent("true"), "local" } };
        using var response = await Server.Client.PostAsync("/api/v2/recommendations", form, TestContext.Current.CancellationToken);
        var read = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["analysis"]!.AsObject();
        // Said by nobody, it is as it was for the first songs.
        read.Remove("cultural_vibe");
        read["description"] = description;
        read["mood"] = mood ?? read["mood"]!.GetValue<string>();
        read["energy"] = Math.Clamp(read["energy"]!.GetValue<double>() + energyAdded, 0, 1);
        var said = read.ToJsonString();
        Model.Says = _ => said;
    }

    /// <summary>Waits until the model was asked: the first songs may be there before its question has gone.</summary>
    public Task AskedAsync() => UntilAsync(() => Fakes.Models.Readings.Count > 0);

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        var begun = System.Diagnostics.Stopwatch.StartNew();
        while (!isSo())
        {
            (begun.Elapsed < TimeSpan.FromSeconds(60)).ShouldBeTrue("It did not come to be.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets the model answer.</summary>
    public void Answer() => _answers.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Fakes.DisposeAsync();
    }
}
