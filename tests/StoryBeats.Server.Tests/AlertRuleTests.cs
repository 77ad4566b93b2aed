using System.Diagnostics;

namespace StoryBeats.Server.Tests;

/// <summary>promtool, which comes with Prometheus, says whether the rules are rules and fire when they should.</summary>
public sealed class AlertRuleTests
{
    private static readonly string? Promtool = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "promtool")).FirstOrDefault(File.Exists);

    [Theory]
    [InlineData("check rules rules.yml", "rules found")]
    [InlineData("test rules rules.test.yml", "SUCCESS")]
    [InlineData("check config --syntax-only prometheus.yml", "is valid")]
    public async Task Promtool_is_content(string command, string expected)
    {
        Assert.SkipWhen(Promtool is null, "There is no promtool (Debian: prometheus).");
        var start = new ProcessStartInfo(Promtool!, command.Split(' '))
        {
            WorkingDirectory = Path.Combine(Repository.Folder, "deploy", "prometheus"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using var promtool = Process.Start(start).ShouldNotBeNull();
        var errors = promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);

        promtool.ExitCode.ShouldBe(0, said + await errors);
        said.ShouldContain(expected);
    }
}
