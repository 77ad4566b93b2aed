using StoryBeats.Fakes;

namespace StoryBeats.Server.Tests;

/// <summary>The command with a key for Spotify.</summary>
public sealed class SpotifyCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Live_songs_come_and_the_next_photo_of_that_mood_asks_for_none()
    {
        using var folder = new TempFolder();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        var photo = folder.Write("photo.jpg", RenderedPhoto.Good);

        var first = await CommandLine.RunWithAsync(folder.Root, Environment(fakes), "recommend", photo, "--json");
        var searches = fakes.Calls.Count(FakeService.Spotify);
        var second = await CommandLine.RunWithAsync(folder.Root, Environment(fakes), "recommend", photo, "--json");

        first.ExitCode.ShouldBe(0, first.Error);
        first.Output.ShouldContain("\"source\":\"spotify\"");
        searches.ShouldBeInRange(1, 19);
        second.Output.ShouldContain("\"source\":\"spotify\"");
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(searches);
    }

    [Theory]
    [InlineData(SpotifyMode.Development, "answers, in Development Mode")]
    [InlineData(SpotifyMode.Extended, "answers, with extended quota")]
    public async Task The_doctor_says_what_the_key_may_do(SpotifyMode mode, string expected)
    {
        using var folder = new TempFolder();
        await using var fakes = await FakeServices.StartAsync(settings => settings.Mode = mode, Cancellation);

        var result = await CommandLine.RunWithAsync(folder.Root, Environment(fakes), "doctor");

        result.ExitCode.ShouldBe(0, result.Output);
        result.Output.ShouldContain(expected);
    }

    [Fact]
    public async Task The_doctor_finds_a_wrong_key_however_many_songs_are_kept()
    {
        using var folder = new TempFolder();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await CommandLine.RunWithAsync(folder.Root, Environment(fakes), "doctor");
        var environment = Environment(fakes);
        fakes.Settings.ClientSecret = "another";

        var result = await CommandLine.RunWithAsync(folder.Root, environment, "doctor");

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldContain("does not accept the key.");
        result.Output.ShouldNotContain(environment["Spotify__ClientSecret"]);
    }

    [Fact]
    public async Task A_setting_that_is_no_number_is_told_in_a_sentence()
    {
        using var folder = new TempFolder();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        var environment = Environment(fakes);
        environment["Spotify__DeadlineSeconds"] = "soon";

        var result = await CommandLine.RunWithAsync(folder.Root, environment, "recommend", folder.Write("photo.jpg", RenderedPhoto.Good));

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("Spotify:DeadlineSeconds");
        result.Error.ShouldNotContain("   at ");
    }

    private static Dictionary<string, string> Environment(FakeServices fakes) =>
        new(fakes.StoryBeatsSettings.Select(setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!)), StringComparer.Ordinal)
        {
            // As long as it takes on a busy machine.
            ["Spotify__AttemptSeconds"] = "20",
            ["Spotify__CallSeconds"] = "60",
        };
}
