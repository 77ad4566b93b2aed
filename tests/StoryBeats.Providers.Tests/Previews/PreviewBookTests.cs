using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Providers.Caching;
using StoryBeats.Providers.Previews;
using StoryBeats.Providers.Tests.Caching;
using ZiggyCreatures.Caching.Fusion.Serialization.SystemTextJson;

namespace StoryBeats.Providers.Tests.Previews;

public sealed class PreviewBookTests
{
    private const string Nothing = """{"data":[],"results":[]}""";

    [Fact]
    public async Task What_was_found_is_known_from_then_on_without_a_call()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var song = (await FakeSongs.AtDeezerAsync(fakes, "Prateek Kuhad", sold: true, 1))[0];
        await using var app = new PreviewApp(fakes.StoryBeatsSettings);
        fakes.Settings.Time = app.Time;

        var before = app.Book.Known(song);
        var answer = await app.AskAsync(song);
        var after = app.Book.Known(song);
        var again = await app.AskAsync(song);

        before.ShouldBeNull();
        answer.Status.ShouldBe(PreviewStatus.Found);
        after.ShouldBe(answer.Preview);
        again.ShouldBe(answer);
        fakes.Calls.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_one_instance_found_the_other_need_not_ask_for()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var song = (await FakeSongs.AtDeezerAsync(fakes, "Prateek Kuhad", sold: true, 1))[0];
        var caches = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:Redis", (string?)redis.ConnectionString)]).Build();
        await using var one = new PreviewApp(fakes.StoryBeatsSettings, services => services.AddCaches(caches));
        await using var other = new PreviewApp(fakes.StoryBeatsSettings, services => services.AddCaches(caches));
        await RedisServer.ConnectAsync(one.Services);
        await RedisServer.ConnectAsync(other.Services);
        fakes.Settings.Time = one.Time;

        var found = await one.AskAsync(song);
        // Writing to Redis keeps nobody waiting.
        PreviewLookup shared;
        do
        {
            shared = await other.AskAsync(song);
        }
        while (shared.Status is not PreviewStatus.Found);

        shared.ShouldBe(found);
        one.Log.AtLeast(LogLevel.Warning).Concat(other.Log.AtLeast(LogLevel.Warning)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_Deezer_does_not_have_iTunes_is_asked_for()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var songs = await FakeSongs.AtDeezerAsync(fakes, "Prateek Kuhad", sold: false, 5);
        await using var app = new PreviewApp(fakes.StoryBeatsSettings);

        var answers = await app.Book.WaitAsync(songs, PreviewApp.Long, PreviewApp.Cancel);

        answers.Values.ShouldContain(answer => answer.Status == PreviewStatus.Found && answer.Preview!.Source == "itunes");
        answers.Values.ShouldAllBe(answer => answer.Status == PreviewStatus.None || answer.Preview!.Source == "itunes");
        fakes.Calls.Count(FakeService.ITunes).ShouldBe(5);
    }

    [Fact]
    public async Task What_nobody_has_is_not_asked_for_again_within_six_hours()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Nothing);
        await using var app = new PreviewApp(PreviewApp.Settings(server.Address, server.Address));
        var song = PreviewApp.Song();

        var first = await app.AskAsync(song);
        app.Time.Advance(TimeSpan.FromHours(5.9));
        var second = await app.AskAsync(song);
        var asked = server.Asked.Count;
        app.Time.Advance(TimeSpan.FromHours(.2));
        await app.AskAsync(song);

        first.Status.ShouldBe(PreviewStatus.None);
        second.Status.ShouldBe(PreviewStatus.None);
        asked.ShouldBe(2);
        server.Asked.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_preview_is_fetched_anew_before_its_address_ends()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var song = (await FakeSongs.AtDeezerAsync(fakes, "Prateek Kuhad", sold: true, 1))[0];
        await using var app = new PreviewApp(fakes.StoryBeatsSettings);
        fakes.Settings.Time = app.Time;
        var first = await app.AskAsync(song);

        app.Time.Advance(TimeSpan.FromMinutes(12));
        var held = app.Book.Known(song);
        app.Time.Advance(TimeSpan.FromMinutes(2));
        var ended = app.Book.Known(song);
        var second = await app.AskAsync(song);

        held.ShouldBe(first.Preview);
        ended.ShouldBeNull();
        second.Preview!.Until.ShouldBe(app.Time.GetUtcNow().AddMinutes(15));
    }

    [Fact]
    public async Task Clocks_that_disagree_do_not_make_a_call_a_second()
    {
        await using var server = await ScriptedServer.StartAsync(_ =>
            """{"data":[{"id":7,"title":"Kasoor","preview":"https://cdn.example/a.mp3?hdnea=exp=1000000000~acl=/*~hmac=x","artist":{"name":"Prateek Kuhad"}}]}""");
        await using var app = new PreviewApp(PreviewApp.Settings(deezer: server.Address));

        var first = await app.AskAsync(PreviewApp.Song());
        await app.AskAsync(PreviewApp.Song());
        var asked = server.Asked.Count;
        app.Time.Advance(PreviewPage.ShortestLifetime);
        await app.AskAsync(PreviewApp.Song());

        first.Preview!.Until.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_000_000_000));
        asked.ShouldBe(1);
        server.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public void What_is_cached_survives_being_written_down_for_other_instances()
    {
        var page = new PreviewPage(
            PreviewStatus.Found,
            new(new Uri("https://cdn.example/a.mp3?hdnea=exp=1"), new Uri("https://img.example/1.jpg"), "deezer", DateTimeOffset.UnixEpoch.AddYears(60)),
            DateTimeOffset.UnixEpoch.AddYears(59));
        var serializer = new FusionCacheSystemTextJsonSerializer();

        var read = serializer.Deserialize<PreviewPage>(serializer.Serialize(page));

        read.ShouldBe(page);
    }

    [Fact]
    public async Task A_cover_that_the_song_has_stays()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var song = (await FakeSongs.AtDeezerAsync(fakes, "Prateek Kuhad", sold: true, 1))[0] with { Cover = new Uri("https://i.scdn.co/image/1") };
        await using var app = new PreviewApp(fakes.StoryBeatsSettings);

        var answer = await app.AskAsync(song);

        answer.Preview!.Cover.ShouldBe(song.Cover);
        answer.Preview.Audio.ShouldNotBeNull();
    }

    [Fact]
    public async Task Where_only_iTunes_has_sound_Deezer_may_still_have_the_cover()
    {
        const string Mute = """{"data":[{"id":7,"title":"Kasoor","preview":"","artist":{"name":"Prateek Kuhad"},"album":{"cover_big":"https://img.example/500.jpg"}}]}""";
        await using var deezer = await ScriptedServer.StartAsync(_ => Mute);
        await using var itunes = await ScriptedServer.StartAsync(request => request.QueryString.Value!.Contains("Kasoor", StringComparison.Ordinal)
            ? """{"results":[{"trackName":"Kasoor","artistName":"Prateek Kuhad","previewUrl":"https://audio.example/1.m4a"}]}"""
            : Nothing);
        await using var app = new PreviewApp(PreviewApp.Settings(deezer.Address, itunes.Address));

        var answer = await app.AskAsync(PreviewApp.Song());

        answer.ShouldBe(new PreviewLookup(PreviewStatus.Found, new(new Uri("https://audio.example/1.m4a"), new Uri("https://img.example/500.jpg"), "itunes")));
    }

    [Fact]
    public async Task A_cover_without_sound_is_something()
    {
        const string Mute = """{"data":[{"id":7,"title":"Kasoor","preview":"","artist":{"name":"Prateek Kuhad"},"album":{"cover_big":"https://img.example/500.jpg"}}],"results":[]}""";
        await using var server = await ScriptedServer.StartAsync(_ => Mute);
        await using var app = new PreviewApp(PreviewApp.Settings(server.Address, server.Address));

        var answer = await app.AskAsync(PreviewApp.Song());

        answer.ShouldBe(new PreviewLookup(PreviewStatus.Found, new(null, new Uri("https://img.example/500.jpg"), "deezer")));
    }

    [Fact]
    public async Task Two_who_ask_for_one_song_make_one_call()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await gate.Task;
            await context.Response.WriteAsync(Nothing);
        });
        await using var app = new PreviewApp(PreviewApp.Settings(server.Address, server.Address));
        var song = PreviewApp.Song();

        var asking = Enumerable.Range(0, 10).Select(_ => app.AskAsync(song)).ToList();
        app.Book.Want([song], [song]);
        gate.SetResult();
        var answers = await Task.WhenAll(asking);

        answers.ShouldAllBe(answer => answer.Status == PreviewStatus.None);
        server.Asked.Count.ShouldBe(2, "Deezer once and iTunes once");
    }

    [Fact]
    public async Task Who_loses_patience_hears_that_it_is_pending_and_the_looking_goes_on()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await gate.Task;
            await context.Response.WriteAsync(Nothing);
        });
        await using var app = new PreviewApp(PreviewApp.Settings(server.Address, server.Address));
        var song = PreviewApp.Song();

        var impatient = (await app.Book.WaitAsync([song], TimeSpan.Zero, PreviewApp.Cancel))[song.Id];
        gate.SetResult();
        var patient = await app.AskAsync(song);

        impatient.Status.ShouldBe(PreviewStatus.Pending);
        patient.Status.ShouldBe(PreviewStatus.None);
    }

    [Fact]
    public async Task Songs_that_are_shown_come_before_those_that_are_not()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await gate.Task;
            await context.Response.WriteAsync(Nothing);
        });
        await using var app = new PreviewApp(PreviewApp.Settings(server.Address));
        var busy = Songs("busy", PreviewBook.AtOnce);
        var later = Songs("later", 5);
        var shown = Songs("shown", 5);
        app.Book.Want(busy, []);

        app.Book.Want([], later);
        app.Book.Want(shown, []);
        gate.SetResult();
        await app.Book.WaitAsync(shown, PreviewApp.Long, PreviewApp.Cancel);

        server.Asked.Count(asked => asked.Contains("shown", StringComparison.Ordinal)).ShouldBe(5);
        server.Asked.Count(asked => asked.Contains("later", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task The_rest_is_fetched_one_by_one_with_pauses()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Nothing);
        await using var app = new PreviewApp(PreviewApp.Settings(server.Address, server.Address));
        var later = Songs("later", 4);

        app.Book.Want([], later);
        var known = new List<int>();
        for (var i = 0; i < later.Count; i++)
        {
            await UntilAsync(() => server.Asked.Count(asked => asked.Contains("artist:", StringComparison.Ordinal)) == i + 1
                && app.Counted.Count(call => call == "itunes search 200") == i + 1);
            known.Add(server.Asked.Count);
            await AdvanceUntilAsync(app, TimeSpan.FromMilliseconds(10), () => i == later.Count - 1 || server.Asked.Count > known[^1]);
        }

        known.ShouldBe([2, 4, 6, 8]);
    }

    [Fact]
    public async Task A_song_that_is_shown_after_all_is_not_kept_waiting()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Nothing);
        await using var app = new PreviewApp(PreviewApp.Settings(server.Address, server.Address));
        var later = Songs("later", 50);

        app.Book.Want([], later);
        var answer = await app.AskAsync(later[^1]);

        answer.Status.ShouldBe(PreviewStatus.None);
        server.Asked.Count.ShouldBeLessThanOrEqualTo(4);
    }

    [Fact]
    public async Task The_background_leaves_calls_for_those_who_wait()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Nothing);
        await using var app = new PreviewApp(PreviewApp.Settings(server.Address, server.Address));
        await app.Book.WaitAsync(Songs("before", 10), PreviewApp.Long, PreviewApp.Cancel);
        var later = Songs("later", 1);

        app.Book.Want([], later);
        await UntilAsync(() => server.Asked.Count(asked => asked.Contains("later", StringComparison.Ordinal)) == 1);
        await UntilAsync(() => app.Book.WaitAsync(later, TimeSpan.Zero, PreviewApp.Cancel) is { IsCompletedSuccessfully: true });
        var left = (await app.Book.WaitAsync(later, PreviewApp.Long, PreviewApp.Cancel))[later[0].Id];
        app.Time.Advance(PreviewPage.BusyLifetime);
        var shown = (await app.Book.WaitAsync(later, PreviewApp.Long, PreviewApp.Cancel))[later[0].Id];

        left.Status.ShouldBe(PreviewStatus.Failed, "10 of 18 calls to iTunes were made; 8 are for who waits");
        shown.Status.ShouldBe(PreviewStatus.None);
    }

    [Fact]
    public async Task A_catalogue_over_its_quota_is_skipped_and_then_asked_again()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var songs = await FakeSongs.AtDeezerAsync(fakes, "Prateek Kuhad", sold: true, 4);
        await using var app = new PreviewApp(fakes.StoryBeatsSettings);
        fakes.Settings.Time = app.Time;
        fakes.Settings.Limits[FakeService.Deezer] = new FakeLimit(1, TimeSpan.FromSeconds(5));

        var first = await app.AskAsync(songs[0]);
        var refused = await app.AskAsync(songs[1]);
        var skipped = await app.AskAsync(songs[2]);
        var asked = fakes.Calls.Count(FakeService.Deezer);
        app.Time.Advance(TimeSpan.FromSeconds(5));
        var again = await app.AskAsync(songs[3]);

        first.Preview!.Source.ShouldBe("deezer");
        new[] { refused, skipped }.ShouldAllBe(answer => answer.Preview == null || answer.Preview.Source == "itunes");
        asked.ShouldBe(2);
        again.Preview!.Source.ShouldBe("deezer");
        app.Counted.ShouldContain("deezer track-isrc refused", StringComparer.Ordinal);
    }

    [Fact]
    public async Task Without_a_network_there_is_one_warning_a_source_and_pauses_grow()
    {
        await using var app = new PreviewApp(PreviewApp.Settings());
        var songs = Songs("song", 30);

        var answers = await app.Book.WaitAsync(songs, PreviewApp.Long, PreviewApp.Cancel);
        var calls = app.Counted.Count;
        for (var i = 0; i < 20; i++)
        {
            app.Time.Advance(TimeSpan.FromMinutes(3));
            await app.Book.WaitAsync(songs, PreviewApp.Long, PreviewApp.Cancel);
        }

        answers.Values.ShouldAllBe(answer => answer.Status == PreviewStatus.Failed && answer.Preview == null);
        calls.ShouldBeInRange(2 * GuardedSource.Borne, 2 * (GuardedSource.Borne + PreviewBook.AtOnce));
        (app.Counted.Count - calls).ShouldBeLessThan(2 * 12, "an hour of songs, and each pause is twice the one before");
        app.Log.AtLeast(LogLevel.Information).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_is_remembered_for_two_minutes_and_that_it_passed_is_logged()
    {
        var broken = true;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = broken ? 500 : 200;
            return context.Response.WriteAsync(Nothing);
        });
        await using var app = new PreviewApp(PreviewApp.Settings(server.Address, server.Address));
        var songs = Songs("song", 3);
        await app.Book.WaitAsync(songs, PreviewApp.Long, PreviewApp.Cancel);
        broken = false;
        var asked = server.Asked.Count;

        var held = await app.AskAsync(songs[0]);
        var askedWhileHeld = server.Asked.Count;
        app.Time.Advance(PreviewPage.FailedLifetime);
        var again = await app.AskAsync(songs[0]);

        held.Status.ShouldBe(PreviewStatus.Failed);
        askedWhileHeld.ShouldBe(asked);
        again.Status.ShouldBe(PreviewStatus.None);
        app.Log.AtLeast(LogLevel.Warning).Count.ShouldBe(2);
        app.Log.AtLeast(LogLevel.Information).Count(line => line.Contains("again", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_catalogue_that_hangs_is_given_up()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var song = (await FakeSongs.AtDeezerAsync(fakes, "Prateek Kuhad", sold: true, 1))[0] with { Isrc = null };
        fakes.Settings.Faults.Set(FakeService.Deezer, FakeFault.Hang);
        fakes.Settings.Faults.Set(FakeService.ITunes, FakeFault.Hang);
        await using var app = new PreviewApp(fakes.StoryBeatsSettings);

        var asking = app.AskAsync(song);
        await AdvanceUntilAsync(app, TimeSpan.FromMilliseconds(250), () => asking.IsCompleted);
        var answer = await asking;

        answer.Status.ShouldBe(PreviewStatus.Failed);
        app.Counted.ShouldBe(["deezer search timeout", "itunes search timeout"]);
    }

    [Theory]
    [InlineData(FakeFaultKind.CutOffJson)]
    [InlineData(FakeFaultKind.WrongTypes)]
    [InlineData(FakeFaultKind.Html)]
    [InlineData(FakeFaultKind.Empty)]
    [InlineData(FakeFaultKind.EmptyObject)]
    [InlineData(FakeFaultKind.ServerError)]
    public async Task Whatever_Deezer_says_iTunes_answers(FakeFaultKind fault)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var songs = FakeSongs.Own(fakes, "Anuv Jain").Take(6).Select(track => track.ToTrack()).ToList();
        fakes.Settings.Faults.Set(FakeService.Deezer, new FakeFault(fault));
        await using var app = new PreviewApp(fakes.StoryBeatsSettings);

        var answers = await app.Book.WaitAsync(songs, PreviewApp.Long, PreviewApp.Cancel);

        answers.Values.ShouldContain(answer => answer.Status == PreviewStatus.Found);
        answers.Values.ShouldAllBe(answer => answer.Status == PreviewStatus.Failed || answer.Preview!.Source == "itunes");
    }

    [Fact]
    public async Task Switched_off_it_says_none_at_once_and_calls_nobody()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        await using var app = new PreviewApp(fakes.StoryBeatsSettings.Append(new("Previews:Enabled", "false")));
        var songs = Songs("song", 5);

        app.Book.Want(songs, songs);
        var waiting = app.Book.WaitAsync(songs, PreviewApp.Long, PreviewApp.Cancel);
        var atOnce = waiting.IsCompletedSuccessfully;
        var answers = await waiting;

        atOnce.ShouldBeTrue();
        answers.Count.ShouldBe(5);
        answers.Values.ShouldAllBe(answer => answer == new PreviewLookup(PreviewStatus.None));
        app.Book.Known(songs[0]).ShouldBeNull();
        fakes.Calls.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_the_program_ends_the_looking()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(context => gate.Task.WaitAsync(context.RequestAborted));
        var app = new PreviewApp(PreviewApp.Settings(server.Address, server.Address));
        var asking = app.Book.WaitAsync(Songs("song", 20), PreviewApp.Long, PreviewApp.Cancel);
        await UntilAsync(() => server.Asked.Count == PreviewBook.AtOnce);

        await app.DisposeAsync();
        var answers = await asking;

        server.Asked.Count.ShouldBe(PreviewBook.AtOnce);
        answers.Count.ShouldBe(20);
        answers.Values.ShouldAllBe(answer => answer.Status == PreviewStatus.Failed);
        gate.SetResult();
    }

    private static IReadOnlyList<Track> Songs(string name, int count) => [.. Enumerable.Range(0, count).Select(i => PreviewApp.Song($"{name} number {i}"))];

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(PreviewApp.Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(5, patience.Token);
    }

    private static Task AdvanceUntilAsync(PreviewApp app, TimeSpan step, Func<bool> condition) => UntilAsync(() =>
    {
        if (condition())
            return true;

        app.Time.Advance(step);
        return false;
    });
}
