using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StoryBeats.Learning;

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
    public async Task One_photo_counts_unless_set_otherwise()
    {
        await using var server = await RunningServer.StartAsync();

        (await CountsAsync(server, 3)).ShouldBe([true, false, false]);
    }

    [Fact]
    public async Task A_photo_that_brings_no_songs_takes_no_voice()
    {
        await using var server = await RunningServer.StartAsync();
        (await server.AnalyzeAsync(RenderedPhoto.Good[..200])).Status.ShouldBe(System.Net.HttpStatusCode.BadRequest);

        (await CountsAsync(server, 1)).ShouldBe([true]);
    }

    [Fact]
    public async Task All_photos_of_a_profile_that_counts_do()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = new CookieVisitor(server);
        await visitor.RememberAsync();

        (await CountsAsync(server, 3, visitor)).ShouldBe([true, true, true]);
        // The profile took the address's voice.
        (await CountsAsync(server, 1)).ShouldBe([false]);
    }

    [Fact]
    public async Task A_session_hands_its_voice_on_to_the_profile_that_takes_it_in()
    {
        await using var server = await RunningServer.StartAsync();
        var visitor = new CookieVisitor(server);
        var opened = (await visitor.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        await visitor.RememberAsync();
        (await CountsAsync(server, 1, visitor)).ShouldBe([false]);

        await visitor.SendAsync(HttpMethod.Put, $"{CookieVisitor.Profile}/sessions/{opened.SessionId}");

        (await CountsAsync(server, 2, visitor)).ShouldBe([true, true]);
    }

    [Fact]
    public async Task Whoever_dislikes_everything_in_photo_after_photo_changes_nobody_elses_songs()
    {
        await using var server = await RunningServer.StartAsync();
        var before = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk().SongIds;
        for (var photo = 0; photo < 8; photo++)
        {
            var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
            foreach (var song in opened.SongIds)
                (await server.DislikeAsync(opened.SessionId, song)).ShouldBeOk();
        }

        (await server.Services.GetRequiredService<LearnedTasteSource>().RefreshAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();

        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk().SongIds.ShouldBe(before);
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
