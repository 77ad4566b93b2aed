using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace StoryBeats.Web.Tests;

/// <summary>axe-core finds nothing, whatever the page shows.</summary>
public sealed class AccessibilityTests(Site site) : IClassFixture<Site>
{
    private static readonly byte[] Photo = DuskLandscape.Jpeg(480, 360);

    // What WCAG 2.2 AA asks for, and what axe advises beyond.
    internal static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    [Theory]
    [InlineData(1280, ColorScheme.Light, "en-GB")]
    [InlineData(320, ColorScheme.Dark, "en-GB")]
    [InlineData(320, ColorScheme.Light, "hi-IN")]
    [InlineData(1280, ColorScheme.Dark, "hi-IN")]
    public async Task Nothing_is_violated_from_the_empty_page_to_ten_songs(int width, ColorScheme scheme, string locale)
    {
        await using var visit = await site.VisitAsync(width, scheme: scheme, locale: locale);
        await ShouldViolateNothingAsync(visit, "empty");

        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();
        await visit.Page.ClickAsync("#more");
        await visit.Songs.Nth(9).WaitForAsync();
        await visit.Page.ClickAsync("#tuning > summary");
        await ShouldViolateNothingAsync(visit, "songs");

        await visit.ChooseAsync("no photo"u8.ToArray());
        await visit.Problem.WaitForAsync();
        await ShouldViolateNothingAsync(visit, "error");
    }

    [Fact]
    public async Task Dialogs_violate_nothing()
    {
        await using var visit = await site.VisitAsync();
        await visit.ChooseAsync(Photo);
        await visit.ResultAsync();

        foreach (var open in (string[])["#kept-open", "#history-open", "#story-open"])
        {
            await visit.Page.ClickAsync(open);
            await visit.Page.Locator("dialog[open]").WaitForAsync();
            await ShouldViolateNothingAsync(visit, open);
            await visit.Page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(visit.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
        }
    }

    private static async Task ShouldViolateNothingAsync(Visit visit, string what)
    {
        var result = await visit.Page.RunAxe(Rules);

        result.Passes.ShouldNotBeEmpty();
        result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{what}: {violation.Id} ({violation.Help}) at {node.Html}")).ShouldBeEmpty();
    }
}
