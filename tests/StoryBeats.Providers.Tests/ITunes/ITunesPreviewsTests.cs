using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Providers.ITunes;
using StoryBeats.Providers.Previews;
using StoryBeats.Providers.Tests.Previews;

namespace StoryBeats.Providers.Tests.ITunes;

public sealed class ITunesPreviewsTests
{
    [Fact]
    public async Task A_song_is_found_by_name_with_a_cover_of_600_pixels()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        await using var app = new PreviewApp(fakes.StoryBeatsSettings);
        var songs = FakeSongs.Own(fakes, "Prateek Kuhad").Take(10).Select(track => track.ToTrack()).ToList();

        var previews = new List<StoryBeats.Previews.Preview?>();
        foreach (var song in songs)
            previews.Add(await app.Source("itunes").FindAsync(song, PreviewApp.Cancel));

        var found = previews.Where(preview => preview is not null).ToList();
        found.Count.ShouldBeGreaterThan(5);
        found.ShouldAllBe(preview => preview!.Audio!.Scheme == "https" && preview.Cover!.AbsolutePath.EndsWith("/600x600bb.jpg") && preview.Until == null);
    }

    [Fact]
    public async Task A_live_version_and_a_tribute_are_passed_over()
    {
        await using var server = await ScriptedServer.StartAsync(_ => $$"""
            {"resultCount":3,"results":[
              {{Song("Kasoor (Live)", "Prateek Kuhad", 1)}},{{Song("Kasoor", "Prateek Kuhad Tribute Band", 2)}},{{Song("Kasoor", "Prateek Kuhad & Band", 3)}}]}
            """);
        await using var app = new PreviewApp(PreviewApp.Settings(itunes: server.Address));

        var preview = await app.Source("itunes").FindAsync(PreviewApp.Song(), PreviewApp.Cancel);

        preview!.Audio.ShouldBe(new Uri("https://audio.example/3.m4a"));
    }

    [Theory]
    [InlineData(Languages.Hindi, "IN")]
    [InlineData("Tamil", "IN")]
    [InlineData(Languages.English, "US")]
    public async Task Songs_are_looked_for_where_they_are_sold(string language, string country)
    {
        await using var server = await ScriptedServer.StartAsync(_ => """{"resultCount":0,"results":[]}""");
        await using var app = new PreviewApp(PreviewApp.Settings(itunes: server.Address));

        var preview = await app.Source("itunes").FindAsync(PreviewApp.Song(title: "Kasoor (From \"Dhamaka\")") with { Language = language }, PreviewApp.Cancel);

        preview.ShouldBeNull();
        server.Asked.ShouldBe([$"/search?term=Prateek Kuhad Kasoor&media=music&entity=song&limit=15&country={country}"]);
    }

    [Fact]
    public async Task A_refusal_is_honoured_for_a_minute()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        await using var app = new PreviewApp(PreviewApp.Settings(itunes: server.Address));

        var refusal = await Should.ThrowAsync<SourceRefusedException>(async () => await app.Source("itunes").FindAsync(PreviewApp.Song(), PreviewApp.Cancel));

        refusal.Pause.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"results":[{"trackName":7}]}""")]
    [InlineData("""{"results":[{"trackName":"Kasoor","artistName":"Prat""")]
    public async Task Nonsense_is_a_fault_and_counted(string json)
    {
        await using var server = await ScriptedServer.StartAsync(_ => json);
        await using var app = new PreviewApp(PreviewApp.Settings(itunes: server.Address));

        await Should.ThrowAsync<HttpRequestException>(async () => await app.Source("itunes").FindAsync(PreviewApp.Song(), PreviewApp.Cancel));

        app.Counted.ShouldContain("itunes search garbage", StringComparer.Ordinal);
    }

    [Fact]
    public async Task Eighteen_calls_a_minute_are_the_most()
    {
        await using var server = await ScriptedServer.StartAsync(_ => """{"results":[]}""");
        await using var app = new PreviewApp(PreviewApp.Settings(itunes: server.Address));
        for (var i = 0; i < ITunesPreviews.Calls; i++)
            await app.Source("itunes").FindAsync(PreviewApp.Song(), PreviewApp.Cancel);

        await Should.ThrowAsync<SourceRefusedException>(async () => await app.Source("itunes").FindAsync(PreviewApp.Song(), PreviewApp.Cancel));

        server.Asked.Count.ShouldBe(18);
    }

    private static string Song(string title, string artist, int number) => $$"""
        {"trackName":"{{title}}","artistName":"{{artist}}","collectionName":"A","trackTimeMillis":200000,"previewUrl":"https://audio.example/{{number}}.m4a","artworkUrl100":"https://art.example/100x100bb.jpg"}
        """;
}
