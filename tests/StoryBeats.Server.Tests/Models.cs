using System.Text.Json.Nodes;
using StoryBeats.Fakes;
using StoryBeats.Fakes.Models;

namespace StoryBeats.Server.Tests;

/// <summary>Models that read photos for the server, over fakes of their services.</summary>
internal static class Models
{
    // Not how fast it should be: only that it ends.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Settings of a server that asks these models, and waits for them however busy this machine is.</summary>
    public static string[] Settings(FakeServices fakes, params FakeService[] services) =>
        [.. fakes.ModelSettings(services).Select(setting => $"--{setting.Key}={setting.Value}"), "--Vision:DeadlineSeconds=60"];

    /// <summary>What a model says that finds another mood than this machine.</summary>
    public static string Says(string mood, double energy, double valence, string description = "Seen by a model.") => new JsonObject
    {
        ["mood"] = mood,
        ["cultural_vibe"] = "global",
        ["themes"] = new JsonArray("crowd"),
        ["keywords"] = new JsonArray("bright"),
        ["description"] = description,
        ["genres"] = new JsonArray("dance pop"),
        ["energy"] = energy,
        ["valence"] = valence,
        ["danceability"] = energy,
        ["acousticness"] = 1 - energy,
        ["instrumentalness"] = .05,
        ["tempo"] = 70 + (70 * energy),
        ["music_style"] = "steady drums",
    }.ToJsonString();

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        var begun = System.Diagnostics.Stopwatch.StartNew();
        while (!isSo())
        {
            (begun.Elapsed < Patience).ShouldBeTrue("It did not come to be.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }
}

/// <summary>Holds a model's answers back until it is opened.</summary>
internal sealed class AnswerGate
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Holds back what a model has to say when it reads a photo.</summary>
    public static AnswerGate OfReadings(FakeModel model) => new(model, isHeld: call => !call.OrdersSongs);

    /// <summary>Holds back what a model has to say when it looks a second time.</summary>
    public static AnswerGate OfSecondLooks(FakeModel model) => new(model, isHeld: call => call.OrdersSongs);

    private AnswerGate(FakeModel model, Func<ModelCall, bool> isHeld) =>
        model.OnPiece = (call, _, cancellationToken) => isHeld(call) ? _open.Task.WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Lets it answer.</summary>
    public void Open() => _open.TrySetResult();
}

/// <summary>A server with a model that reads photos and is let answer by the test.</summary>
internal sealed class HeldModel : IAsyncDisposable
{
    private HeldModel(FakeServices fakes, AnswerGate gate, RunningServer server) => (Fakes, Gate, Server) = (fakes, gate, server);

    public FakeServices Fakes { get; }

    public AnswerGate Gate { get; }

    public RunningServer Server { get; }

    /// <summary>Starts both.</summary>
    /// <param name="mood">The mood that the model will have read.</param>
    /// <param name="energy">Its energy.</param>
    /// <param name="valence">Its valence.</param>
    /// <param name="settings">More settings of the server.</param>
    public static async Task<HeldModel> StartAsync(string mood, double energy, double valence, params string[] settings)
    {
        var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var model = fakes.Settings.Models[FakeService.Anthropic];
        model.Says = _ => Models.Says(mood, energy, valence);
        var gate = AnswerGate.OfReadings(model);
        return new HeldModel(fakes, gate, await RunningServer.StartAsync([.. Models.Settings(fakes, FakeService.Anthropic), .. settings]));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Fakes.DisposeAsync();
    }
}
