namespace StoryBeats.Server.Tests;

public sealed class StoppingTests
{
    [Fact]
    public async Task A_server_may_stop_while_it_warms_up()
    {
        for (var again = 0; again < 3; again++)
        {
            // A model that is let go while it still runs takes the process with it.
            var server = await RunningServer.StartWarmingUpAsync();
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_server_may_stop_while_visitors_hang_up()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is not known to Windows.");
        using var serve = await ServeProcess.StartAsync();
        using var hangUp = new CancellationTokenSource();
        var visitors = Enumerable.Range(0, 8).Select(seed => UploadAsync(serve, RenderedPhoto.Jpeg(1600, 1200, seed), hangUp.Token)).ToList();
        await Task.WhenAny(visitors);

        await hangUp.CancelAsync();
        var exitCode = await serve.TerminateAsync();

        await Task.WhenAll(visitors);
        exitCode.ShouldBe(0);
    }

    private static async Task UploadAsync(ServeProcess serve, byte[] photo, CancellationToken hangUp)
    {
        var form = Form.Of(photo);
        using var content = new ByteArrayContent(form.ToBytes());
        content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
        try
        {
            using var response = await serve.Client.PostAsync("/api/analyze", content, hangUp);
        }
        catch (OperationCanceledException)
        {
            TestContext.Current.SendDiagnosticMessage("The visitor has hung up.");
        }
    }
}
