using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Providers.ReccoBeats;
using StoryBeats.Providers.Tests.Previews;

namespace StoryBeats.Providers.Tests.ReccoBeats;

public sealed class ReccoBeatsEnricherTests
{
    private const string Known = "4uLU6hMCjMI75M1A2tKUQC";
    private const string Features = """{"id":"de5f8816-bde0-4123-9cdd-b0b13d921386","href":"https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC","acousticness":0.2,"danceability":0.3,"energy":0.4,"instrumentalness":0.5,"key":1,"loudness":-7.1,"tempo":123.4,"valence":0.6}""";
    private const string Popularity = """{"id":"de5f8816-bde0-4123-9cdd-b0b13d921386","trackTitle":"x","href":"https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC","popularity":71}""";

    [Fact]
    public async Task Tracks_are_asked_for_in_batches_of_forty_and_once_for_good()
    {
        using var folder = new TempFolder();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var tracks = fakes.Catalog.Tracks.Take(100).Select(track => track.ToTrack()).ToList();
        await using var app = await FeatureApp.StartAsync(folder, Address(fakes));

        var enriched = await app.EnrichAsync(tracks, askOthers: true);
        var calls = fakes.Calls.Of(FakeService.ReccoBeats);
        var again = await app.EnrichAsync(tracks, askOthers: true);

        calls.GroupBy(call => call.Endpoint, StringComparer.Ordinal).Select(endpoint => (endpoint.Key, endpoint.Count()))
            .ShouldBe([("audio-features", 3), ("track", 3)], ignoreOrder: true);
        calls.Select(call => call.Query.Split(',').Length).ShouldAllBe(ids => ids == 40 || ids == 20);
        fakes.Calls.Count(FakeService.ReccoBeats).ShouldBe(6, "the second time nobody is asked");
        again.ShouldBe(enriched);
        enriched.Select(track => track.Id).ShouldBe(tracks.Select(track => track.Id));
        var measured = enriched.Where(track => track.Features is not null).ToList();
        measured.Count.ShouldBeInRange(80, 99, "one in twelve is not known there");
        foreach (var track in measured)
        {
            var truth = fakes.Catalog.Track(track.Id.Value)!;
            track.Features.ShouldBe(new AudioFeatures(
                truth.Features.Energy, truth.Features.Valence, truth.Features.Danceability, truth.Features.Acousticness, truth.Features.Instrumentalness, truth.Features.Tempo));
            track.FeatureSource.ShouldBe(FeatureSource.Measured);
            track.FeatureConfidence.ShouldBe(ReccoBeatsEnricher.Confidence);
            track.Popularity.ShouldBe(truth.Popularity);
            track.PopularityIsEstimated.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task After_a_restart_nobody_is_asked_again_not_even_for_what_is_not_known()
    {
        using var folder = new TempFolder();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var tracks = fakes.Catalog.Tracks.Take(60).Select(track => track.ToTrack()).ToList();
        IReadOnlyList<Track> before;
        await using (var app = await FeatureApp.StartAsync(folder, Address(fakes)))
            before = await app.EnrichAsync(tracks, askOthers: true);
        fakes.Calls.Clear();

        await using var restarted = await FeatureApp.StartAsync(folder, Address(fakes));
        var after = await restarted.EnrichAsync(tracks, askOthers: true);

        after.ShouldBe(before);
        before.Count(track => track.Features is null).ShouldBeGreaterThan(0);
        fakes.Calls.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_known_there_is_asked_for_again_after_thirty_days()
    {
        using var folder = new TempFolder();
        await using var server = await ScriptedServer.StartAsync(_ => """{"content":[]}""");
        await using var app = await FeatureApp.StartAsync(folder, server.Address);

        await app.EnrichAsync([Song()], askOthers: true);
        app.Time.Advance(TimeSpan.FromDays(29.9));
        await app.EnrichAsync([Song()], askOthers: true);
        var asked = server.Asked.Count;
        app.Time.Advance(TimeSpan.FromDays(.2));
        await app.EnrichAsync([Song()], askOthers: true);

        asked.ShouldBe(2);
        server.Asked.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Nobody_is_asked_when_nobody_may_be()
    {
        using var folder = new TempFolder();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var tracks = fakes.Catalog.Tracks.Take(5).Select(track => track.ToTrack()).ToList();
        await using var app = await FeatureApp.StartAsync(folder, Address(fakes));

        var before = await app.EnrichAsync(tracks, askOthers: false);
        var asked = fakes.Calls.All.Count;
        await app.EnrichAsync(tracks, askOthers: true);
        var after = await app.EnrichAsync(tracks, askOthers: false);

        before.ShouldBe(tracks);
        asked.ShouldBe(0);
        after.ShouldContain(track => track.Features != null);
    }

    [Fact]
    public async Task One_query_answers_for_all_tracks_and_none_when_they_are_warm()
    {
        using var folder = new TempFolder();
        var store = new FeatureApp.CountingStore();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var tracks = fakes.Catalog.Tracks.Take(120).Select(track => track.ToTrack()).ToList();
        await using var app = await FeatureApp.StartAsync(folder, Address(fakes), store: store);

        await app.EnrichAsync(tracks, askOthers: false);
        var first = store.Queries;
        await app.EnrichAsync(tracks, askOthers: true);
        await app.EnrichAsync(tracks, askOthers: false);

        first.ShouldBe(1);
        store.Queries.ShouldBe(1);
    }

    [Fact]
    public async Task Switched_off_it_asks_nobody_and_uses_what_is_kept()
    {
        using var folder = new TempFolder();
        await using var server = await ScriptedServer.StartAsync(Answer);
        await using (var app = await FeatureApp.StartAsync(folder, server.Address))
            await app.EnrichAsync([Song()], askOthers: true);
        var asked = server.Asked.Count;

        await using var off = await FeatureApp.StartAsync(folder, server.Address, enabled: false);
        var enriched = await off.EnrichAsync([Song(), Song("unknown")], askOthers: true);

        enriched[0].Features.ShouldNotBeNull();
        enriched[1].Features.ShouldBeNull();
        server.Asked.Count.ShouldBe(asked);
    }

    [Theory]
    [InlineData("\"energy\":0.4", "\"energy\":1.2", "energy")]
    [InlineData("\"energy\":0.4", "\"energy\":\"0.4\"", "energy")]
    [InlineData("\"energy\":0.4", "\"energy\":null", "energy")]
    [InlineData("\"energy\":0.4", "\"energie\":0.4", "energy")]
    [InlineData("\"valence\":0.6", "\"valence\":-0.1", "valence")]
    [InlineData("\"danceability\":0.3", "\"danceability\":[0.3]", "danceability")]
    [InlineData("\"acousticness\":0.2", "\"acousticness\":20", "acousticness")]
    [InlineData("\"instrumentalness\":0.5", "\"instrumentalness\":true", "instrumentalness")]
    [InlineData("\"tempo\":123.4", "\"tempo\":0", "tempo")]
    [InlineData("\"tempo\":123.4", "\"tempo\":1e400", "tempo")]
    [InlineData("\"tempo\":123.4", "\"tempo\":221", "tempo")]
    [InlineData("\"popularity\":71", "\"popularity\":101", "popularity")]
    [InlineData("\"popularity\":71", "\"popularity\":\"many\"", "popularity")]
    [InlineData("\"popularity\":71", "\"popularity\":-1", "popularity")]
    public async Task A_field_that_makes_no_sense_spoils_its_track_and_is_counted_and_never_kept(string right, string wrong, string field)
    {
        using var folder = new TempFolder();
        const string Other = "0000000000000000000000";
        string Spoilt(string item) => $$"""{"content":[{{item.Replace(right, wrong, StringComparison.Ordinal)}},{{item.Replace(Known, Other, StringComparison.Ordinal)}}]}""";
        await using var server = await ScriptedServer.StartAsync(request => Spoilt(request.Path.Value!.EndsWith("track", StringComparison.Ordinal) ? Popularity : Features));
        await using var app = await FeatureApp.StartAsync(folder, server.Address);

        var enriched = await app.EnrichAsync([Song(), Song(Other)], askOthers: true);
        var kept = await app.Store.FindAsync([new TrackId(Known), new TrackId(Other)], PreviewApp.Cancel);

        enriched[0].ShouldBe(Song());
        enriched[1].Features.ShouldNotBeNull();
        kept.Keys.ShouldBe([new TrackId(Other)]);
        app.Counted.Count(call => call.EndsWith("garbage", StringComparison.Ordinal)).ShouldBe(1);
        app.Log.AtLeast(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain(field);
    }

    [Fact]
    public async Task What_made_no_sense_is_asked_for_again_but_not_at_once()
    {
        using var folder = new TempFolder();
        await using var server = await ScriptedServer.StartAsync(request => Content(
            request.Path.Value!.EndsWith("track", StringComparison.Ordinal) ? Popularity : Features.Replace("0.4", "4", StringComparison.Ordinal)));
        await using var app = await FeatureApp.StartAsync(folder, server.Address);

        // Another track is answered, that it is not known: the service is there.
        await app.EnrichAsync([Song(), Song("other")], askOthers: true);
        await app.EnrichAsync([Song(), Song("other")], askOthers: true);
        var atOnce = server.Asked.Count;
        app.Time.Advance(KeptFindings.HalfLifetime);
        await app.EnrichAsync([Song(), Song("other")], askOthers: true);

        atOnce.ShouldBe(2);
        server.Asked.Count.ShouldBe(4);
        server.Asked[^1].ShouldEndWith("?ids=" + Known);
    }

    [Theory]
    [InlineData("\"https://open.spotify.com/track/0000000000000000000000\"")]
    [InlineData("\"de5f8816-bde0-4123-9cdd-b0b13d921386\"")]
    [InlineData("7")]
    [InlineData("\"https://evil.example/track/4uLU6hMCjMI75M1A2tKUQC\"")]
    public async Task An_item_of_nobody_that_was_asked_for_counts_for_nobody(string href)
    {
        using var folder = new TempFolder();
        await using var server = await ScriptedServer.StartAsync(_ => Content(Features.Replace("\"https://open.spotify.com/track/" + Known + "\"", href, StringComparison.Ordinal)));
        await using var app = await FeatureApp.StartAsync(folder, server.Address);

        var enriched = await app.EnrichAsync([Song()], askOthers: true);
        var kept = await app.Store.FindAsync([new TrackId(Known)], PreviewApp.Cancel);

        enriched.ShouldBe([Song()]);
        kept.ShouldBeEmpty();
        app.Counted.ShouldContain("reccobeats audio-features garbage", StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(FakeFaultKind.CutOffJson)]
    [InlineData(FakeFaultKind.WrongTypes)]
    [InlineData(FakeFaultKind.Html)]
    [InlineData(FakeFaultKind.Empty)]
    [InlineData(FakeFaultKind.EmptyObject)]
    public async Task Whatever_it_says_the_tracks_come_back_and_nothing_false_is_kept(FakeFaultKind fault)
    {
        using var folder = new TempFolder();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: PreviewApp.Cancel);
        var tracks = fakes.Catalog.Tracks.Take(50).Select(track => track.ToTrack()).ToList();
        fakes.Settings.Faults.Set(FakeService.ReccoBeats, new FakeFault(fault));
        await using var app = await FeatureApp.StartAsync(folder, Address(fakes));

        var enriched = await app.EnrichAsync(tracks, askOthers: true);
        var kept = await app.Store.FindAsync([.. tracks.Select(track => track.Id)], PreviewApp.Cancel);

        enriched.ShouldBe(tracks);
        kept.ShouldBeEmpty();
        app.Counted.ShouldContain("reccobeats audio-features garbage", StringComparer.Ordinal);
        app.Log.AtLeast(LogLevel.Warning).Count.ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task Without_a_network_the_tracks_come_back_and_it_is_logged_once()
    {
        using var folder = new TempFolder();
        await using var app = await FeatureApp.StartAsync(folder, PreviewApp.Nobody);

        var first = await EndsAsync(app, app.EnrichAsync([Song()], askOthers: true).AsTask());
        var calls = app.Counted.Count(call => call.EndsWith("failed", StringComparison.Ordinal));
        var second = await app.EnrichAsync([Song(), Song("other")], askOthers: true);
        app.Time.Advance(ServicePause.First);
        var third = await EndsAsync(app, app.EnrichAsync([Song()], askOthers: true).AsTask());

        first.ShouldBe([Song()]);
        second.ShouldBe([Song(), Song("other")]);
        third.ShouldBe([Song()]);
        calls.ShouldBe(6, "two endpoints, three tries each");
        app.Log.AtLeast(LogLevel.Warning).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_429_is_honoured_for_as_long_as_it_says()
    {
        using var folder = new TempFolder();
        var refuses = true;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            if (!refuses)
                return context.Response.WriteAsync(Answer(context.Request));
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "90";
            return Task.CompletedTask;
        });
        await using var app = await FeatureApp.StartAsync(folder, server.Address);

        var refused = await app.EnrichAsync([Song()], askOthers: true);
        var asked = server.Asked.Count;
        refuses = false;
        app.Time.Advance(TimeSpan.FromSeconds(89));
        var held = await app.EnrichAsync([Song()], askOthers: true);
        var askedWhileHeld = server.Asked.Count;
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var answered = await app.EnrichAsync([Song()], askOthers: true);

        refused.ShouldBe([Song()]);
        asked.ShouldBe(2, "not tried again at once");
        held.ShouldBe([Song()]);
        askedWhileHeld.ShouldBe(2);
        answered[0].Features.ShouldBe(new AudioFeatures(.4, .6, .3, .2, .5, 123.4));
        app.Log.AtLeast(LogLevel.Information).Count(line => line.Contains("again", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_short_Retry_After_is_waited_for_within_the_call()
    {
        using var folder = new TempFolder();
        var refusals = 2;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            if (Interlocked.Decrement(ref refusals) < 0)
                return context.Response.WriteAsync(Answer(context.Request));
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "2";
            return Task.CompletedTask;
        });
        await using var app = await FeatureApp.StartAsync(folder, server.Address);

        var enriched = await EndsAsync(app, app.EnrichAsync([Song()], askOthers: true).AsTask());

        enriched[0].Features.ShouldNotBeNull();
        app.Counted.Count(call => call.EndsWith("429", StringComparison.Ordinal)).ShouldBe(2);
        app.Log.AtLeast(LogLevel.Warning).ShouldBeEmpty();
    }

    [Fact]
    public async Task When_only_popularity_fails_features_are_used_and_both_asked_for_again_later()
    {
        using var folder = new TempFolder();
        var broken = true;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            var isTrack = context.Request.Path.Value!.EndsWith("track", StringComparison.Ordinal);
            return context.Response.WriteAsync(isTrack && broken ? "<html>" : Answer(context.Request));
        });
        await using var app = await FeatureApp.StartAsync(folder, server.Address);

        var half = await app.EnrichAsync([Song()], askOthers: true);
        var kept = await app.Store.FindAsync([new TrackId(Known)], PreviewApp.Cancel);
        broken = false;
        app.Time.Advance(KeptFindings.HalfLifetime);
        var whole = await app.EnrichAsync([Song()], askOthers: true);

        half[0].FeatureSource.ShouldBe(FeatureSource.Measured);
        half[0].Popularity.ShouldBeNull();
        kept.ShouldBeEmpty();
        whole[0].Popularity.ShouldBe(71);
    }

    [Fact]
    public async Task Many_who_ask_for_the_same_tracks_at_once_ask_once()
    {
        using var folder = new TempFolder();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await gate.Task;
            await context.Response.WriteAsync(Answer(context.Request));
        });
        await using var app = await FeatureApp.StartAsync(folder, server.Address);

        var asking = Enumerable.Range(0, 8).Select(_ => app.EnrichAsync([Song()], askOthers: true).AsTask()).ToList();
        gate.SetResult();
        var answers = await Task.WhenAll(asking);

        answers.ShouldAllBe(answer => answer[0].Popularity == 71);
        server.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_stops_waiting_leaves_the_answer_to_the_next()
    {
        using var folder = new TempFolder();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await gate.Task;
            await context.Response.WriteAsync(Answer(context.Request));
        });
        await using var app = await FeatureApp.StartAsync(folder, server.Address);
        using var impatience = new CancellationTokenSource();

        var asking = app.Enricher.EnrichAsync([Song()], askOthers: true, impatience.Token).AsTask();
        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asking);
        gate.SetResult();
        var next = await app.EnrichAsync([Song()], askOthers: true);

        next[0].Popularity.ShouldBe(71);
        server.Asked.Count.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_database_that_fails_costs_nothing_but_the_features()
    {
        using var folder = new TempFolder();
        var store = new FeatureApp.CountingStore { Fails = true };
        await using var server = await ScriptedServer.StartAsync(Answer);
        await using var app = await FeatureApp.StartAsync(folder, server.Address, store: store);

        var enriched = await app.EnrichAsync([Song()], askOthers: true);

        enriched.ShouldBe([Song()]);
        app.Counted.ShouldBe(["reccobeats store failed"]);
        app.Log.AtLeast(LogLevel.Error).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Measured_beats_an_estimate_and_what_Spotify_says_of_popularity_stays()
    {
        using var folder = new TempFolder();
        var sound = new AudioFeatures(.1, .1, .1, .1, .1, 80);
        await using var server = await ScriptedServer.StartAsync(Answer);
        await using var app = await FeatureApp.StartAsync(folder, server.Address);
        var curated = Song() with { Features = sound, FeatureSource = FeatureSource.CuratedEstimate, FeatureConfidence = .7, Popularity = 50, PopularityIsEstimated = true };
        var sure = Song() with { Features = sound, FeatureSource = FeatureSource.Measured, FeatureConfidence = 1, Popularity = 52 };

        var enriched = await app.EnrichAsync([curated, sure, PreviewApp.Song() with { SpotifyId = null }], askOthers: true);

        enriched[0].Features!.Value.Energy.ShouldBe(.4);
        enriched[0].FeatureSource.ShouldBe(FeatureSource.Measured);
        enriched[0].Popularity.ShouldBe(71);
        enriched[0].PopularityIsEstimated.ShouldBeFalse();
        enriched[1].ShouldBe(sure);
        enriched[2].Features.ShouldBeNull();
    }

    private static Uri Address(FakeServices fakes) => new(fakes.Address, "reccobeats/");

    private static Track Song(string id = Known) => PreviewApp.Song(id: id) with { SpotifyId = id };

    private static string Content(string item) => $$"""{"content":[{{item}}]}""";

    private static string Answer(HttpRequest request) => Content(request.Path.Value!.EndsWith("track", StringComparison.Ordinal) ? Popularity : Features);

    // Retries wait on the test's clock.
    private static async Task<IReadOnlyList<Track>> EndsAsync(FeatureApp app, Task<IReadOnlyList<Track>> asking)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(PreviewApp.Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!asking.IsCompleted)
        {
            await Task.Delay(5, patience.Token);
            app.Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        return await asking;
    }
}
