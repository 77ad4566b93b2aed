using System.Net;
using System.Text.Json;

namespace StoryBeats.Server.Tests;

public sealed class ProfileTests(SharedServer shared)
{
    private readonly RunningServer _server = shared.Server;

    [Fact]
    public async Task Whoever_does_not_ask_is_not_remembered()
    {
        var visitor = new CookieVisitor(_server);

        var opened = (await visitor.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        opened.Headers.ShouldNotContainKey("Set-Cookie");
        (await visitor.SeeAsync()).ShouldBeProblem(404).ShouldContain("no profile");
        (await visitor.ForgetAsync()).ShouldBeProblem(404);
        (await _server.KeptAsync(opened.SessionId)).ShouldBeOk().Json.GetProperty("profile_id").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_profile_is_a_signed_cookie_that_scripts_and_other_sites_do_not_get()
    {
        var visitor = new CookieVisitor(_server);

        var answer = await visitor.RememberAsync();

        answer.Status.ShouldBe(HttpStatusCode.Created);
        answer.Headers["Cache-Control"].ShouldBe("no-store");
        Answer.Names(answer.Json).ShouldBe(["profile_id", "sessions"]);
        answer.Json.GetProperty("sessions").GetArrayLength().ShouldBe(0);
        var cookie = answer.Headers["Set-Cookie"].Split(';', StringSplitOptions.TrimEntries);
        cookie.ShouldContain("httponly", StringComparer.OrdinalIgnoreCase);
        cookie.ShouldContain("samesite=lax", StringComparer.OrdinalIgnoreCase);
        cookie.ShouldContain("path=/", StringComparer.OrdinalIgnoreCase);
        cookie.ShouldContain("max-age=34560000", StringComparer.OrdinalIgnoreCase);
        cookie.ShouldNotContain("secure", StringComparer.OrdinalIgnoreCase);
        cookie.Length.ShouldBeLessThanOrEqualTo(6);
        visitor.Cookie.ShouldNotBeNull().ShouldNotContain(answer.Json.GetProperty("profile_id").GetString()!);
    }

    [Fact]
    public async Task Behind_a_proxy_that_ends_TLS_the_cookie_is_for_https_alone()
    {
        await using var server = await RunningServer.StartAsync("--Proxies:Known=127.0.0.1");

        var answer = await new CookieVisitor(server).SendAsync(HttpMethod.Post, CookieVisitor.Profile, ("X-Forwarded-Proto", "https"));

        answer.Headers["Set-Cookie"].ShouldContain("secure", Case.Insensitive);
    }

    [Fact]
    public async Task A_profile_shows_all_its_sessions_with_songs_and_feedback_newest_first()
    {
        var visitor = new CookieVisitor(_server);
        var profile = (await visitor.RememberAsync()).Json.GetProperty("profile_id").GetString();
        var first = (await visitor.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        var second = (await visitor.AnalyzeAsync(RenderedPhoto.Jpeg(200, 150, seed: 5), "/api/v2/recommendations")).ShouldBeOk();
        (await _server.LikeAsync(first.SessionId, first.SongIds[0])).ShouldBeOk();

        var kept = (await visitor.SeeAsync()).ShouldBeOk().Json;

        kept.GetProperty("profile_id").GetString().ShouldBe(profile);
        var sessions = kept.GetProperty("sessions").EnumerateArray().ToList();
        sessions.Select(session => session.GetProperty("session_id").GetString()).ShouldBe((string?[])[second.SessionId, first.SessionId]);
        sessions.ShouldAllBe(session => session.GetProperty("profile_id").GetString() == profile);
        sessions[1].GetProperty("songs").EnumerateArray().Select(song => song.GetProperty("id").GetString()).ShouldBe(first.SongIds);
        sessions[1].GetProperty("feedback").GetArrayLength().ShouldBe(1);
        sessions[0].GetProperty("feedback").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_session_of_before_the_profile_is_taken_into_it_with_what_was_said()
    {
        var visitor = new CookieVisitor(_server);
        var opened = (await visitor.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        (await _server.LikeAsync(opened.SessionId, opened.SongIds[0])).ShouldBeOk();
        await visitor.RememberAsync();

        (await visitor.SendAsync(HttpMethod.Put, $"{CookieVisitor.Profile}/sessions/{opened.SessionId}")).Status.ShouldBe(HttpStatusCode.NoContent);

        var kept = (await visitor.SeeAsync()).Json.GetProperty("sessions").EnumerateArray().ShouldHaveSingleItem();
        kept.GetProperty("session_id").GetString().ShouldBe(opened.SessionId);
        kept.GetProperty("feedback").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_takes_a_session_without_a_profile_or_out_of_another_one()
    {
        var (owner, other) = (new CookieVisitor(_server), new CookieVisitor(_server));
        await owner.RememberAsync();
        var opened = (await owner.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        var path = $"{CookieVisitor.Profile}/sessions/{opened.SessionId}";

        (await other.SendAsync(HttpMethod.Put, path)).ShouldBeProblem(404).ShouldContain("no profile");
        await other.RememberAsync();
        (await other.SendAsync(HttpMethod.Put, path)).ShouldBeProblem(404).ShouldContain("another profile");
        (await other.SendAsync(HttpMethod.Put, CookieVisitor.Profile + "/sessions/nonsense")).ShouldBeProblem(404);

        (await _server.KeptAsync(opened.SessionId)).Json.GetProperty("profile_id").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task A_copy_of_a_forgotten_profiles_cookie_brings_nothing_back()
    {
        var visitor = new CookieVisitor(_server);
        await visitor.RememberAsync();
        var copy = new CookieVisitor(_server) { Cookie = visitor.Cookie };
        (await visitor.ForgetAsync()).Status.ShouldBe(HttpStatusCode.NoContent);

        var opened = (await copy.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        copy.Cookie.ShouldBeNull();
        (await _server.KeptAsync(opened.SessionId)).Json.GetProperty("profile_id").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Asking_again_keeps_the_profile()
    {
        var visitor = new CookieVisitor(_server);
        var first = (await visitor.RememberAsync()).Json.GetProperty("profile_id").GetString();

        var again = await visitor.RememberAsync();

        again.ShouldBeOk().Json.GetProperty("profile_id").GetString().ShouldBe(first);
    }

    [Fact]
    public async Task Profiles_do_not_see_each_other()
    {
        var (mine, yours) = (new CookieVisitor(_server), new CookieVisitor(_server));
        var ids = new[] { await mine.RememberAsync(), await yours.RememberAsync() }.Select(answer => answer.Json.GetProperty("profile_id").GetString());
        ids.ShouldBeUnique(StringComparer.Ordinal);

        await mine.AnalyzeAsync(RenderedPhoto.Good);

        (await yours.SeeAsync()).ShouldBeOk().Json.GetProperty("sessions").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_forgotten_profile_leaves_nothing_and_its_cookie_goes()
    {
        var visitor = new CookieVisitor(_server);
        await visitor.RememberAsync();
        var opened = (await visitor.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        await _server.LikeAsync(opened.SessionId, opened.SongIds[0]);
        var former = visitor.Cookie;

        var answer = await visitor.ForgetAsync();

        ((int)answer.Status).ShouldBe(204);
        answer.Headers["Set-Cookie"].ShouldContain("expires=Thu, 01 Jan 1970");
        visitor.Cookie.ShouldBeNull();
        (await visitor.SeeAsync()).ShouldBeProblem(404);
        (await _server.KeptAsync(opened.SessionId)).ShouldBeProblem(404);
        (await _server.MoreAsync(opened.SessionId)).ShouldBeError(404);
        visitor.Cookie = former;
        (await visitor.SeeAsync()).ShouldBeProblem(404);
        visitor.Cookie.ShouldBeNull();
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("CfDJ8")]
    [InlineData("no-base64url!")]
    [InlineData("%00")]
    public Task A_cookie_of_somebody_elses_making_is_no_profile_and_is_cleared(string cookie) => ShouldBeNoProfileAsync(cookie);

    [Fact]
    public Task A_cookie_of_five_thousand_letters_is_no_profile_and_is_cleared() => ShouldBeNoProfileAsync(new string('A', 5000));

    [Fact]
    public async Task A_cookie_with_one_letter_changed_is_no_profile_and_is_cleared()
    {
        var visitor = new CookieVisitor(_server);
        await visitor.RememberAsync();
        var good = visitor.Cookie!;

        foreach (var at in (int[])[0, 10, good.Length / 2, good.Length - 2])
            await ShouldBeNoProfileAsync(string.Concat(good.AsSpan(0, at), good[at] == 'A' ? "B" : "A", good.AsSpan(at + 1)));
        foreach (var length in (int[])[1, 20, good.Length - 1])
            await ShouldBeNoProfileAsync(good[..length]);
    }

    [Fact]
    public async Task A_cookie_of_another_installation_is_no_profile_and_is_cleared()
    {
        await using var other = await RunningServer.StartAsync();
        var visitor = new CookieVisitor(other);
        await visitor.RememberAsync();

        await ShouldBeNoProfileAsync(visitor.Cookie!);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task Another_site_can_neither_make_nor_see_nor_delete_a_profile(string site)
    {
        var visitor = new CookieVisitor(_server);
        await visitor.RememberAsync();

        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Get, HttpMethod.Delete])
        {
            var answer = await visitor.SendAsync(method, CookieVisitor.Profile, ("Sec-Fetch-Site", site));

            answer.ShouldBeProblem(403);
            answer.Headers.ShouldNotContainKey("Set-Cookie");
        }

        (await visitor.SendAsync(HttpMethod.Get, CookieVisitor.Profile, ("Sec-Fetch-Site", "same-origin"))).ShouldBeOk();
    }

    [Fact]
    public async Task A_profile_survives_a_restart()
    {
        using var data = new TempFolder();
        var setting = $"--StoryBeats:DataDirectory={data.Root}";
        string? cookie;
        string session;
        await using (var before = await RunningServer.StartAsync(setting))
        {
            var visitor = new CookieVisitor(before);
            await visitor.RememberAsync();
            session = (await visitor.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk().SessionId;
            cookie = visitor.Cookie;
        }

        await using var after = await RunningServer.StartAsync(setting);
        var returning = new CookieVisitor(after) { Cookie = cookie };

        var kept = (await returning.SeeAsync()).ShouldBeOk().Json.GetProperty("sessions").EnumerateArray().ShouldHaveSingleItem();
        kept.GetProperty("session_id").GetString().ShouldBe(session);
    }

    private async Task ShouldBeNoProfileAsync(string cookie)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Delete])
        {
            var visitor = new CookieVisitor(_server) { Cookie = cookie };
            var answer = await visitor.SendAsync(method, CookieVisitor.Profile);

            answer.ShouldBeProblem(404);
            answer.Headers["Set-Cookie"].ShouldContain("expires=Thu, 01 Jan 1970");
            visitor.Cookie.ShouldBeNull();
        }

        var photo = new CookieVisitor(_server) { Cookie = cookie };
        var opened = (await photo.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        photo.Cookie.ShouldBeNull();
        (await _server.KeptAsync(opened.SessionId)).ShouldBeOk().Json.GetProperty("profile_id").ValueKind.ShouldBe(JsonValueKind.Null);
    }
}
