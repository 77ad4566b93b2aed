using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using static StoryBeats.Server.Tests.Cluster.RunningCluster;

namespace StoryBeats.Server.Tests.Cluster;

/// <summary>Several instances are one, and go on when a part of them does not. Each test leaves everything running.</summary>
public sealed class ClusterTests(RunningCluster cluster) : IClassFixture<RunningCluster>, IAsyncLifetime
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);

    public async ValueTask InitializeAsync() => await cluster.StartAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_session_begun_on_one_instance_goes_on_at_the_others()
    {
        var (one, two, three) = (cluster.Instances[0].Client, cluster.Instances[1].Client, cluster.Instances[2].Client);

        var opened = (await PhotoAsync(one, RenderedPhoto.Good)).ShouldBeOk();
        var more = (await MoreAsync(two, opened.SessionId)).ShouldBeOk();
        (await LikeAsync(three, opened.SessionId, more.SongIds[0])).ShouldBeOk();
        (await PostAsync(two, $"/api/v2/sessions/{opened.SessionId}/refine", """{"energy": 0.9}""")).ShouldBeOk();
        var kept = (await GetAsync(one, $"/api/v2/sessions/{opened.SessionId}")).ShouldBeOk();

        opened.SongIds.Concat(more.SongIds).ShouldBeUnique(StringComparer.Ordinal);
        kept.Json.GetProperty("feedback").EnumerateArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Cookies_of_one_instance_are_read_by_the_others()
    {
        var made = await PostAsync(cluster.Instances[0].Client, "/api/v2/profile", "");
        var cookie = made.Headers["Set-Cookie"].Split(';')[0];

        foreach (var instance in cluster.Instances)
            (await GetAsync(instance.Client, "/api/v2/profile", cookie)).ShouldBeOk();
    }

    [Fact]
    public async Task Who_goes_to_Spotify_from_one_instance_may_come_back_to_another()
    {
        var begun = await GetAsync(cluster.Instances[0].Client, "/api/spotify/auth");
        var cookie = begun.Headers["Set-Cookie"].Split(';')[0];
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var sent = await browser.GetAsync(begun.ShouldBeOk().Json.GetProperty("auth_url").GetString(), TestContext.Current.CancellationToken);
        var back = System.Web.HttpUtility.ParseQueryString(sent.Headers.Location.ShouldNotBeNull().Query);

        var ended = await PostAsync(
            cluster.Instances[1].Client, "/api/spotify/callback", $$"""{"code": "{{back["code"]}}", "state": "{{back["state"]}}"}""", cookie);

        ended.ShouldBeOk();
    }

    [Fact]
    public async Task All_instances_count_a_client_together()
    {
        // After Redis was away an instance counts alone for some seconds more.
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);

        const int calls = 10;
        var answers = new List<Answer>();
        for (var i = 0; i < calls; i++)
        {
            foreach (var instance in cluster.Instances)
                answers.Add(await PostAsync(instance.Client, "/api/feedback/implicit", "{}"));
        }

        // A minute may end in between. Each for itself they would let three times as many through.
        var refused = answers.Where(answer => answer.Status is HttpStatusCode.TooManyRequests).ToList();
        refused.Count.ShouldBeGreaterThanOrEqualTo(answers.Count - (2 * SignalsAMinute));
        refused.ShouldAllBe(answer => int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture) <= 60);
    }

    [Fact]
    public async Task An_instance_killed_under_load_loses_nothing_acknowledged_and_no_visitor_sees_two_errors()
    {
        var acknowledged = new ConcurrentBag<string>();
        var errors = new ConcurrentBag<int>();
        using var killed = new CancellationTokenSource();
        var visitors = Enumerable.Range(0, 6).Select(async seed =>
        {
            var (seen, rounds) = (0, 0);
            while (!killed.IsCancellationRequested || rounds++ < 2)
            {
                // What failed once is asked again, as a page would.
                var opened = await TwiceAsync(() => PhotoAsync(cluster.Site, RenderedPhoto.Jpeg(64, 64, seed)));
                await TwiceAsync(() => MoreAsync(cluster.Site, opened.SessionId));
                foreach (var song in opened.SongIds)
                    acknowledged.Add((await TwiceAsync(() => LikeAsync(cluster.Site, opened.SessionId, song))).Json.GetProperty("feedback_id").GetString()!);
            }

            errors.Add(seen);

            async Task<Answer> TwiceAsync(Func<Task<Answer>> ask)
            {
                var answer = await ask();
                if (answer.Status is HttpStatusCode.OK)
                    return answer;

                answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, answer.Text);
                answer.Headers.ShouldContainKey("Retry-After");
                seen++;
                return (await ask()).ShouldBeOk();
            }
        }).ToList();

        await UntilAsync(() => Task.FromResult(acknowledged.Count > 30));
        HashSet<string> kept;
        try
        {
            cluster.Kill(2);
            await killed.CancelAsync();
            await Task.WhenAll(visitors);
            kept = await cluster.KeptFeedbackAsync();
        }
        finally
        {
            await cluster.ReviveAsync(2);
        }

        acknowledged.Except(kept, StringComparer.Ordinal).ShouldBeEmpty();
        errors.ShouldAllBe(seen => seen <= 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_Redis_everything_is_answered_and_it_is_found_again(bool isFrozen)
    {
        var opened = (await PhotoAsync(cluster.Site, RenderedPhoto.Good)).ShouldBeOk();
        if (isFrozen)
            cluster.FreezeRedis(frozen: true);
        else
            await cluster.StopRedisAsync();

        try
        {
            await cluster.UntilPartAsync("redis", "away");
            var scrape = (await GetAsync(cluster.Instances[0].Client, "/metrics")).Text.Split('\n');
            scrape.ShouldContain(line => line.StartsWith("storybeats_parts_away{", StringComparison.Ordinal) && line.Contains("part=\"redis\"", StringComparison.Ordinal) && line.Contains("} 1", StringComparison.Ordinal));
            var begun = Stopwatch.GetTimestamp();
            for (var seed = 10; seed < 16 || Stopwatch.GetElapsedTime(begun) < Outage; seed++)
            {
                var other = (await PhotoAsync(cluster.Site, RenderedPhoto.Jpeg(64, 64, seed))).ShouldBeOk();
                (await LikeAsync(cluster.Site, other.SessionId, other.SongIds[0])).ShouldBeOk();
            }

            (await MoreAsync(cluster.Site, opened.SessionId)).ShouldBeOk();
        }
        finally
        {
            if (isFrozen)
                cluster.FreezeRedis(frozen: false);
            else
                await cluster.StartRedisAsync();
        }

        await cluster.UntilPartAsync("redis", "ok");
    }

    [Theory]
    [InlineData("stop", "start")]
    [InlineData("freeze", "thaw")]
    public async Task Without_PostgreSQL_songs_are_recommended_and_writes_refused_until_it_is_back(string stop, string start)
    {
        var before = (await PhotoAsync(cluster.Site, RenderedPhoto.Good)).ShouldBeOk();
        await cluster.TellPostgresAsync(stop);

        Answer during, moreBefore, moreDuring, refused, alsoRefused;
        try
        {
            // Whoever comes first waits for the time limit; all instances notice.
            foreach (var instance in cluster.Instances)
                (await PhotoAsync(instance.Client, RenderedPhoto.Jpeg(64, 64, seed: 20))).ShouldBeOk();
            await cluster.UntilPartAsync("storage", "away");
            during = (await PhotoAsync(cluster.Instances[0].Client, RenderedPhoto.Jpeg(64, 64, seed: 21))).ShouldBeOk();
            moreBefore = (await MoreAsync(cluster.Instances[1].Client, before.SessionId)).ShouldBeOk();
            moreDuring = (await MoreAsync(cluster.Instances[2].Client, during.SessionId)).ShouldBeOk();
            refused = await LikeAsync(cluster.Site, before.SessionId, before.SongIds[0]);
            alsoRefused = await SendAsync(cluster.Site, HttpMethod.Delete, $"/api/v2/sessions/{before.SessionId}", null, cookie: null);
        }
        finally
        {
            await cluster.TellPostgresAsync(start);
        }

        await cluster.UntilPartAsync("storage", "ok");

        during.Json.GetProperty("relaxed").EnumerateArray().Select(one => one.GetProperty("filter").GetString()).ShouldContain("storage", StringComparer.Ordinal);
        foreach (var answer in new[] { refused, alsoRefused })
        {
            answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Headers["Retry-After"].ShouldBe("5");
            answer.Json.GetProperty("code").GetString().ShouldBe("database_away");
        }

        // What began or went on meanwhile is kept by now, and repeats no song.
        await UntilAsync(async () => (await LikeAsync(cluster.Site, during.SessionId, moreDuring.SongIds[0])).Status is HttpStatusCode.OK);
        foreach (var (first, second) in new[] { (before, moreBefore), (during, moreDuring) })
        {
            var rest = (await MoreAsync(cluster.Site, first.SessionId)).ShouldBeOk();
            first.SongIds.Concat(second.SongIds).Concat(rest.SongIds).ShouldBeUnique(StringComparer.Ordinal);
            (await LikeAsync(cluster.Site, first.SessionId, first.SongIds[0])).ShouldBeOk();
        }
    }

    [Fact]
    public async Task Nobody_outside_sees_what_is_for_operators()
    {
        foreach (var path in new[] { "/metrics", "/ops", "/API/Stats" })
            (await GetAsync(cluster.Site, path)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Task<Answer> MoreAsync(HttpClient client, string session) => PostAsync(client, "/api/more-songs", $$"""{"session_id": "{{session}}"}""");

    private static Task<Answer> LikeAsync(HttpClient client, string session, string song) =>
        PostAsync(client, "/api/feedback", $$"""{"session_id": "{{session}}", "song_id": {{FeedbackClient.Quoted(song)}}, "feedback": 1}""");
}
