using StoryBeats.Fakes;
using StoryBeats.Previews;
using StoryBeats.Providers.Deezer;
using StoryBeats.Providers.Previews;
using StoryBeats.Providers.Tests.Previews;

namespace StoryBeats.Providers.Tests.Deezer;

public sealed class DeezerPreviewsTests
{
    private const string Listed = """{"id":7,"title":"TITLE","duration":200,"preview":"PREVIEW","artist":{"name":"Prateek Kuhad"},"album":{"title":"A","cover_big":"https://img.example/500.jpg"}}""";

    [Fact]
    public async Task A_song_with_a_code_is_asked_for_by_it_alone()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var song = (await FakeSongs.AtDeezerAsync(fakes, "Prateek Kuhad", sold: true, 1))[0];
        await using var app = new PreviewApp(fakes.StoryBeatsSettings);

        var preview = await app.Source("deezer").FindAsync(song, PreviewApp.Cancel);

        preview!.Audio!.Scheme.ShouldBe("https");
        preview.Cover!.AbsolutePath.ShouldContain("500x500");
        preview.Source.ShouldBe("deezer");
        fakes.Calls.All.Select(call => call.Path).ShouldBe([$"track/isrc:{song.Isrc}"]);
    }

    [Fact]
    public async Task A_song_without_a_code_is_searched_and_what_sells_under_its_name_passed_over()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var song = (await FakeSongs.AtDeezerAsync(fakes, "Prateek Kuhad", sold: true, 1))[0];
        await using var app = new PreviewApp(fakes.StoryBeatsSettings);
        var byCode = await app.Source("deezer").FindAsync(song, PreviewApp.Cancel);
        fakes.Calls.Clear();

        var byName = await app.Source("deezer").FindAsync(song with { Isrc = null }, PreviewApp.Cancel);

        byName!.Audio!.AbsolutePath.ShouldBe(byCode!.Audio!.AbsolutePath);
        Uri.UnescapeDataString(fakes.Calls.All.ShouldHaveSingleItem().Query).ShouldContain($"artist:\"{song.Artist}\" track:\"");
    }

    [Fact]
    public async Task A_song_that_is_not_sold_there_is_not_found()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var song = (await FakeSongs.AtDeezerAsync(fakes, "Prateek Kuhad", sold: false, 1))[0];
        await using var app = new PreviewApp(fakes.StoryBeatsSettings);

        var preview = await app.Source("deezer").FindAsync(song, PreviewApp.Cancel);

        preview.ShouldBeNull();
        fakes.Calls.Count(FakeService.Deezer).ShouldBe(2);
    }

    [Fact]
    public async Task The_end_of_an_address_is_read_from_it()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var song = (await FakeSongs.AtDeezerAsync(fakes, "Prateek Kuhad", sold: true, 1))[0];
        await using var app = new PreviewApp(fakes.StoryBeatsSettings);
        fakes.Settings.Time = app.Time;

        var preview = await app.Source("deezer").FindAsync(song, PreviewApp.Cancel);

        preview!.Until.ShouldBe(app.Time.GetUtcNow().AddMinutes(15));
    }

    [Theory]
    [InlineData("""{"error":{"type":"DataException","message":"no data","code":800}}""")]
    [InlineData("""{"data":[],"total":0}""")]
    public async Task No_data_is_an_answer(string json)
    {
        await using var server = await ScriptedServer.StartAsync(_ => json);
        await using var app = new PreviewApp(PreviewApp.Settings(deezer: server.Address));

        var preview = await app.Source("deezer").FindAsync(PreviewApp.Song(), PreviewApp.Cancel);

        preview.ShouldBeNull();
        app.Counted.ShouldBe(["deezer search 200"]);
    }

    [Fact]
    public async Task The_quota_is_a_refusal_though_it_comes_with_200()
    {
        await using var server = await ScriptedServer.StartAsync(_ => """{"error":{"type":"Exception","message":"Quota limit exceeded","code":4}}""");
        await using var app = new PreviewApp(PreviewApp.Settings(deezer: server.Address));

        var fault = await Should.ThrowAsync<SourceRefusedException>(async () => await app.Source("deezer").FindAsync(PreviewApp.Song(), PreviewApp.Cancel));

        fault.Pause.ShouldBe(DeezerPreviews.Stretch);
        app.Counted.ShouldContain("deezer search refused", StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"data":"none"}""")]
    [InlineData("""{"data":[{"id":1,"title":{},"artist":{"name":"Prateek Kuhad"}}]}""")]
    [InlineData("""{"error":{"type":"OAuthException","message":"?","code":200}}""")]
    [InlineData("")]
    public async Task Nonsense_is_a_fault_and_counted(string json)
    {
        await using var server = await ScriptedServer.StartAsync(_ => json);
        await using var app = new PreviewApp(PreviewApp.Settings(deezer: server.Address));

        await Should.ThrowAsync<HttpRequestException>(async () => await app.Source("deezer").FindAsync(PreviewApp.Song(), PreviewApp.Cancel));

        app.Counted.ShouldBe(["deezer search 200", "deezer search garbage"]);
    }

    [Fact]
    public async Task A_recording_that_is_mute_here_is_searched_in_another_pressing()
    {
        await using var server = await ScriptedServer.StartAsync(request => request.Path.Value!.Contains("isrc", StringComparison.Ordinal)
            ? Song("Kasoor", preview: "")
            : $$"""{"data":[{{Song("Kasoor", preview: "")}},{{Song("Kasoor (From \\\"Dhamaka\\\")", preview: "https://cdn.example/a.mp3")}}]}""");
        await using var app = new PreviewApp(PreviewApp.Settings(deezer: server.Address));

        var preview = await app.Source("deezer").FindAsync(PreviewApp.Song(isrc: "INA091600001"), PreviewApp.Cancel);

        preview!.Audio.ShouldBe(new Uri("https://cdn.example/a.mp3"));
        server.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Without_any_sound_the_cover_is_found()
    {
        await using var server = await ScriptedServer.StartAsync(_ => $$"""{"data":[{{Song("Kasoor", preview: "")}}]}""");
        await using var app = new PreviewApp(PreviewApp.Settings(deezer: server.Address));

        var preview = await app.Source("deezer").FindAsync(PreviewApp.Song(), PreviewApp.Cancel);

        preview.ShouldBe(new Preview(null, new Uri("https://img.example/500.jpg"), "deezer"));
    }

    [Fact]
    public async Task A_code_that_gives_another_recording_gives_nothing()
    {
        await using var server = await ScriptedServer.StartAsync(request => request.Path.Value!.Contains("isrc", StringComparison.Ordinal)
            ? Song("Kasoor", preview: "https://cdn.example/a.mp3").Replace("\"duration\"", "\"isrc\":\"USFK12500001\",\"duration\"", StringComparison.Ordinal)
            : """{"data":[]}""");
        await using var app = new PreviewApp(PreviewApp.Settings(deezer: server.Address));

        var preview = await app.Source("deezer").FindAsync(PreviewApp.Song(isrc: "INA091600001"), PreviewApp.Cancel);

        preview.ShouldBeNull();
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//cdn.example/a.mp3")]
    public async Task Only_addresses_of_the_web_are_handed_on(string address)
    {
        await using var server = await ScriptedServer.StartAsync(_ => $$"""{"data":[{{Song("Kasoor", preview: address)}}]}""");
        await using var app = new PreviewApp(PreviewApp.Settings(deezer: server.Address));

        var preview = await app.Source("deezer").FindAsync(PreviewApp.Song(), PreviewApp.Cancel);

        preview!.Audio.ShouldBeNull();
    }

    [Fact]
    public async Task Forty_calls_within_five_seconds_are_the_most()
    {
        await using var server = await ScriptedServer.StartAsync(_ => """{"data":[]}""");
        await using var app = new PreviewApp(PreviewApp.Settings(deezer: server.Address));
        for (var i = 0; i < 40; i++)
            await app.Source("deezer").FindAsync(PreviewApp.Song(), PreviewApp.Cancel);

        var refusal = await Should.ThrowAsync<SourceRefusedException>(async () => await app.Source("deezer").FindAsync(PreviewApp.Song(), PreviewApp.Cancel));
        app.Time.Advance(DeezerPreviews.Stretch);
        await app.Source("deezer").FindAsync(PreviewApp.Song(), PreviewApp.Cancel);

        refusal.Pause.ShouldBeNull();
        server.Asked.Count.ShouldBe(41);
        app.Counted.ShouldContain("deezer search over_budget", StringComparer.Ordinal);
    }

    private static string Song(string title, string preview) =>
        Listed.Replace("TITLE", title, StringComparison.Ordinal).Replace("PREVIEW", preview, StringComparison.Ordinal);
}
