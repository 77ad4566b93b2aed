using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Tests;

public sealed class CountedVisitTests
{
    private const string Two = "--Feedback:CountedVisitsPerDay=2";

    [Fact]
    public async Task The_first_photos_of_a_client_count_for_others_and_later_ones_do_not_until_the_next_day()
    {
        var clock = new MovableClock();
        await using var server = await RunningServer.StartAsync(clock, Two);

        (await CountsAsync(server)).ShouldBe([true, true, false, false]);
        clock.Move(TimeSpan.FromDays(1));

        (await CountsAsync(server)).ShouldBe([true, true, false, false]);
    }

    [Fact]
    public async Task Five_photos_count_unless_set_otherwise()
    {
        await using var server = await RunningServer.StartAsync();

        (await CountsAsync(server, 7)).ShouldBe([true, true, true, true, true, false, false]);
    }

    [Fact]
    public async Task A_profile_has_its_own_count()
    {
        await using var server = await RunningServer.StartAsync(Two);
        var visitor = new CookieVisitor(server);
        await visitor.RememberAsync();

        (await CountsAsync(server, 3, visitor)).ShouldBe([true, true, false]);
        // The profile was one of the address's two.
        (await CountsAsync(server, 2)).ShouldBe([true, false]);
    }

    [Fact]
    public async Task Many_profiles_of_one_client_are_not_many_people()
    {
        await using var server = await RunningServer.StartAsync(Two);
        var counts = new List<bool>();

        for (var profile = 0; profile < 4; profile++)
        {
            var visitor = new CookieVisitor(server);
            await visitor.RememberAsync();
            counts.AddRange(await CountsAsync(server, 1, visitor));
        }

        counts.ShouldBe([true, true, false, false]);
    }

    [Fact]
    public async Task A_number_that_makes_no_sense_stops_the_start() =>
        await Should.ThrowAsync<OptionsValidationException>(() => RunningServer.StartAsync("--Feedback:CountedVisitsPerDay=-1"));

    private static async Task<IReadOnlyList<bool>> CountsAsync(RunningServer server, int photos = 4, CookieVisitor? visitor = null)
    {
        var counts = new List<bool>();
        for (var photo = 0; photo < photos; photo++)
        {
            var opened = (await (visitor ?? new CookieVisitor(server)).AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
            counts.Add((await server.KeptAsync(opened.SessionId)).ShouldBeOk().Json.GetProperty("counts_for_others").GetBoolean());
        }

        return counts;
    }
}
