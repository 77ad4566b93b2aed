namespace StoryBeats.Server.Tests;

/// <summary>What can be set is written down.</summary>
public sealed class SettingsDocTests
{
    [Fact]
    public async Task The_page_of_settings_says_what_the_options_say()
    {
        var file = Path.Combine(Repository.Folder, "docs", "settings.md");
        var page = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var byHand = page[..page.IndexOf(SettingsPage.Mark, StringComparison.Ordinal)];
        var expected = byHand + SettingsPage.Write();
        if (Environment.GetEnvironmentVariable("STORYBEATS_WRITE_DOCS") == "1")
            await File.WriteAllTextAsync(file, page = expected, TestContext.Current.CancellationToken);

        page.ShouldBe(expected, "Write it anew: STORYBEATS_WRITE_DOCS=1 dotnet test --project tests/StoryBeats.Server.Tests --filter-class '*SettingsDocTests'");
    }

    [Fact]
    public void Settings_of_every_project_are_found()
    {
        var settings = SettingsPage.Sections().SelectMany(found => SettingsPage.Settings(found.Section, Activator.CreateInstance(found.Type, nonPublic: true)!)).Select(setting => setting.Name).ToList();

        string[] known = ["Vision__DeadlineSeconds", "Spotify__ClientId", "Storage__RetentionDays", "RateLimits__PerDay"];
        known.Except(settings, StringComparer.Ordinal).ShouldBeEmpty();
    }

}
