using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Recommendations;
using StoryBeats.Retrieval;
using StoryBeats.Sessions;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Recommendations;

/// <summary>Sliders, languages, "more like this", "never this artist".</summary>
public sealed class RefinementTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slider_moved_back_brings_the_earlier_songs_and_the_photo_s_own_reading_back()
    {
        using var recommender = new Recommender(new ListSource(Mixed()));
        var first = await RecommendAsync(recommender);

        var loud = await RefineAsync(recommender, first, new Preferences { Energy = .9, Valence = .8 });
        var back = await RefineAsync(recommender, first, new Preferences());

        loud.Songs.Ids().ShouldNotBe(first.Songs.Ids());
        loud.Session.Analysis.Target.Energy.ShouldBe(.9);
        back.Songs.Ids().ShouldBe(first.Songs.Ids());
        back.Session.Analysis.ShouldBe(first.Analysis with { Notes = back.Session.Analysis.Notes });
        back.Session.Analysis.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wishes_that_came_with_the_photo_can_be_taken_back()
    {
        using var recommender = new Recommender(new ListSource(Mixed()));
        var plain = await RecommendAsync(recommender);
        var wished = await RecommendAsync(recommender, new Preferences { Energy = .9, Tempo = 200, VisitorLanguage = "hi" });

        var back = await RefineAsync(recommender, wished, new Preferences());

        wished.Analysis.Target.Tempo.ShouldBe(200);
        back.Session.Analysis.Target.ShouldBe(plain.Analysis.Target);
        back.Session.Preferences.VisitorLanguage.ShouldBe("hi");
    }

    [Fact]
    public async Task The_same_wishes_bring_the_same_songs_whatever_was_shown_and_wished_in_between()
    {
        using var recommender = new Recommender(new ListSource(Mixed()));
        var first = await RecommendAsync(recommender);
        var wish = new Preferences { Energy = .3, Freshness = 0, Familiarity = 1 };

        var once = await RefineAsync(recommender, first, wish);
        await recommender.More.NextAsync(first.SessionId, Cancellation);
        await RefineAsync(recommender, first, new Preferences { Languages = [Languages.Hindi] });
        var again = await RefineAsync(recommender, first, wish);

        again.Songs.Ids().ShouldBe(once.Songs.Ids());
        again.Songs.Ids().ShouldNotBe(first.Songs.Ids());
    }

    [Theory]
    [InlineData(0, "2001-01-01")]
    [InlineData(1, "2025-10-01")]
    public async Task Freshness_is_honoured(double freshness, string released)
    {
        var songs = Enumerable.Range(0, 40).Select(i => Songs.Track($"s{i:00}", released: i % 2 == 0 ? "2001-01-01" : "2025-10-01"));
        using var recommender = new Recommender(new ListSource(songs));
        var first = await RecommendAsync(recommender);

        var refined = await RefineAsync(recommender, first, new Preferences { Freshness = freshness });

        refined.Songs.ShouldAllBe(song => song.Track.ReleaseDate.ToString() == released);
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(1, 90)]
    public async Task Renown_is_honoured_and_the_filter_goes_along(double familiarity, int popularity)
    {
        var songs = Enumerable.Range(0, 40).Select(i => Songs.Track($"s{i:00}", popularity: i % 2 == 0 ? 40 : 90));
        using var recommender = new Recommender(new ListSource(songs));
        var first = await RecommendAsync(recommender);

        var refined = await RefineAsync(recommender, first, new Preferences { Familiarity = familiarity });

        refined.Songs.ShouldAllBe(song => song.Track.Popularity == popularity);
        refined.Relaxed.ShouldNotContain(relaxation => relaxation.Filter == "popularity");
    }

    [Fact]
    public async Task A_language_set_outright_is_never_relaxed()
    {
        // Three Tamil songs that fit nothing, among many others that fit perfectly.
        var tamil = Enumerable.Range(0, 3).Select(i => Songs.Track($"tamil{i}", language: "Tamil", features: new AudioFeatures(1, 0, 0, 0, 1, 200), popularity: 3));
        using var recommender = new Recommender(new ListSource([.. Mixed(), .. tamil]));
        var first = await RecommendAsync(recommender);

        var refined = await RefineAsync(recommender, first, new Preferences { Languages = ["Tamil"] });
        var more = (await recommender.More.NextAsync(first.SessionId, Cancellation)).ShouldNotBeNull();

        refined.Songs.Ids().ShouldBe(["tamil0", "tamil1", "tamil2"], ignoreOrder: true);
        refined.Relaxed.Select(relaxation => relaxation.Filter).ShouldBe(["popularity", "vibe", "mood", "languages"]);
        more.Songs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Artists_not_wanted_come_neither_now_nor_later_nor_as_guests_nor_when_filters_give_way()
    {
        Track[] songs =
        [
            .. Enumerable.Range(0, 9).Select(i => Songs.Track($"own{i}", artist: "Badshah")),
            .. Enumerable.Range(0, 9).Select(i => Songs.Track($"guest{i}", artist: $"Somebody {i} feat. Badshah")),
            .. Enumerable.Range(0, 12).Select(i => Songs.Track($"other{i}", popularity: 99)),
        ];
        using var recommender = new Recommender(new ListSource(songs));
        var first = await RecommendAsync(recommender);

        var seen = (await RefineAsync(recommender, first, new Preferences { ExcludedArtists = [TrackKey.Fold("BADSHAH")] })).Songs.Ids().ToList();
        while (await recommender.More.NextAsync(first.SessionId, Cancellation) is { Songs.Count: > 0 } more)
            seen.AddRange(more.Songs.Ids());

        seen.ShouldAllBe(id => id.StartsWith("other", StringComparison.Ordinal));
        seen.Count.ShouldBe(12);
    }

    [Fact]
    public async Task More_like_this_moves_the_sound_most_of_the_way_and_the_song_itself_stays_away()
    {
        var songs = Enumerable.Range(0, 40).Select(i => Songs.Track($"s{i:00}", features: Songs.Middle with { Energy = .3 + (i / 100.0), Danceability = i / 40.0 }));
        var source = new ListSource(songs);
        using var recommender = new Recommender(source);
        var first = await RecommendAsync(recommender);
        var liked = first.Songs[0];

        var refined = await RefineAsync(recommender, first, new Preferences(), liked.Track.Id);
        var more = (await recommender.More.NextAsync(first.SessionId, Cancellation)).ShouldNotBeNull();

        refined.Songs.Ids().ShouldNotContain(liked.Track.Id.Value, StringComparer.Ordinal);
        more.Songs.Ids().ShouldNotContain(liked.Track.Id.Value, StringComparer.Ordinal);
        refined.Songs.ShouldContain(song => song.LikeTitle == liked.Track.Title);
        var target = source.Requests[^1].Target;
        target.Danceability.ShouldBe(.5 + (.8 * (liked.Features.Danceability - .5)), 1e-9);
        refined.Session.Analysis.Target.ShouldBe(first.Analysis.Target);
    }

    [Fact]
    public async Task The_song_to_give_more_like_holds_after_it_has_left_the_session()
    {
        using var recommender = new Recommender(new ListSource(Mixed()));
        var first = await RecommendAsync(recommender);
        var loud = await RefineAsync(recommender, first, new Preferences { Energy = .9 });
        var liked = loud.Songs[0].Track.Id;
        await RefineAsync(recommender, first, new Preferences(), liked);
        for (var turn = 0; turn < 40; turn++)
            await RefineAsync(recommender, first, new Preferences { Energy = turn / 40.0 }, liked);

        var still = await RefineAsync(recommender, first, new Preferences(), liked);

        still.Session.Preferences.Like!.Id.ShouldBe(liked);
    }

    [Fact]
    public async Task A_song_of_no_session_cannot_be_the_like()
    {
        using var recommender = new Recommender(new ListSource(Mixed()));
        var first = await RecommendAsync(recommender);

        (await recommender.Refinement.RefineAsync(first.SessionId, new Preferences { Energy = .9 }, new TrackId("none"), 5, Cancellation)).ShouldBeOfType<RefineOutcome.UnknownSong>();
        (await recommender.Refinement.RefineAsync(SessionId.New(), new Preferences(), null, 5, Cancellation)).ShouldBeOfType<RefineOutcome.UnknownSession>();
        (await recommender.Sessions.FindAsync(first.SessionId, Cancellation))!.Preferences.Energy.ShouldBeNull();
    }

    [Fact]
    public async Task Songs_flicked_past_count_as_not_shown_but_more_brings_others_first()
    {
        using var recommender = new Recommender(new ListSource(Mixed()));
        var first = await RecommendAsync(recommender);
        var seen = first.Songs.Ids().ToHashSet(StringComparer.Ordinal);
        for (var turn = 0; turn <= 10; turn++)
            seen.UnionWith((await RefineAsync(recommender, first, new Preferences { Energy = turn / 10.0 })).Songs.Ids());
        var session = (await recommender.Sessions.FindAsync(first.SessionId, Cancellation))!;

        var later = new List<string>();
        while (await recommender.More.NextAsync(first.SessionId, Cancellation) is { Songs.Count: > 0 } more)
            later.AddRange(more.Songs.Ids());

        session.Shown.ShouldBeLessThanOrEqualTo(10);
        session.Tuning!.Passed.ShouldNotBeEmpty();
        var again = later.FindIndex(seen.Contains);
        again.ShouldBeGreaterThan(0);
        later.Take(again).ShouldNotContain(id => seen.Contains(id));
        later.Skip(again).ShouldAllBe(id => seen.Contains(id));
        later.ShouldBeUnique(StringComparer.Ordinal);
        later.ShouldNotContain(id => session.Ranked.Take(session.Shown).Ids().Contains(id, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_song_about_which_something_was_said_stays_shown()
    {
        using var recommender = new Recommender(new ListSource(Mixed()));
        var first = await RecommendAsync(recommender);
        var loud = await RefineAsync(recommender, first, new Preferences { Energy = .9 });
        var liked = loud.Songs.First(song => !first.Songs.Ids().Contains(song.Track.Id.Value, StringComparer.Ordinal)).Track;
        await recommender.Feedback.SaveAsync(
            new FeedbackEntry
            {
                Session = first.SessionId,
                CountsForOthers = true,
                Signal = FeedbackSignal.Verdict,
                Weight = 1,
                Mood = MoodCategory.Happy,
                Target = Songs.Middle,
                Song = new FeedbackSong(liked.Id, liked.Title, liked.Artist, liked.Language, Songs.Middle),
                At = recommender.Clock.GetUtcNow(),
            },
            Cancellation);

        var quiet = await RefineAsync(recommender, first, new Preferences { Energy = .1 });

        quiet.Songs.Ids().ShouldNotContain(liked.Id.Value, StringComparer.Ordinal);
        quiet.Session.Ranked.Take(quiet.Session.Shown).Ids().ShouldContain(liked.Id.Value, StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_another_tab_showed_after_tuning_stays_shown()
    {
        using var recommender = new Recommender(new ListSource(Mixed()));
        var first = await RecommendAsync(recommender);
        var loud = await RefineAsync(recommender, first, new Preferences { Energy = .9 });
        var more = (await recommender.More.NextAsync(first.SessionId, Cancellation)).ShouldNotBeNull();

        var back = await RefineAsync(recommender, first, new Preferences());

        back.Session.Ranked.Take(back.Session.Shown).Ids().ShouldBe(
            [.. first.Songs.Ids().Concat(loud.Songs.Ids()).Concat(more.Songs.Ids()).Distinct(StringComparer.Ordinal)]);
    }

    [Fact]
    public async Task More_songs_go_on_with_the_newest_wishes()
    {
        var source = new ListSource(Mixed(), honoursRequest: true);
        using var recommender = new Recommender(source);
        var first = await RecommendAsync(recommender);
        await RefineAsync(recommender, first, new Preferences { Languages = [Languages.Hindi], Tempo = 180 });

        for (var page = 0; page < 9; page++)
            (await recommender.More.NextAsync(first.SessionId, Cancellation))!.Songs.ShouldAllBe(song => song.Track.Language == Languages.Hindi);

        source.Requests[^1].Languages.ShouldBe([Languages.Hindi]);
        source.Requests[^1].Target.Tempo.ShouldBe(180);
    }

    [Fact]
    public async Task Nobody_elsewhere_is_waited_for()
    {
        var source = new ListSource(Mixed());
        using var recommender = new Recommender(source);
        var first = await RecommendAsync(recommender);

        await RefineAsync(recommender, first, new Preferences { Energy = .9 });

        source.Requests.Select(request => request.KnownAlone).ShouldBe([false, true]);
    }

    [Fact]
    public async Task Many_changes_at_once_end_with_one_of_them_and_no_song_twice()
    {
        using var recommender = new Recommender(new ListSource(Mixed()));
        var first = await RecommendAsync(recommender);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(turn => Task.Run(
            async () =>
            {
                if (turn % 4 == 0)
                    await recommender.More.NextAsync(first.SessionId, Cancellation);
                else
                    await RefineAsync(recommender, first, new Preferences { Energy = turn / 40.0 });
            },
            Cancellation)));

        var session = (await recommender.Sessions.FindAsync(first.SessionId, Cancellation))!;
        session.Ranked.Ids().ShouldBeUnique(StringComparer.Ordinal);
        session.Preferences.Energy.ShouldBe(session.Analysis.Target.Energy);
    }

    [Fact]
    public async Task A_session_forgotten_meanwhile_is_not_brought_back()
    {
        var source = new MeddlingSource(Mixed());
        using var recommender = new Recommender(source);
        var first = await RecommendAsync(recommender);
        source.Meddle = async () => await recommender.Sessions.ForgetAsync(first.SessionId, Cancellation);

        var outcome = await recommender.Refinement.RefineAsync(first.SessionId, new Preferences { Energy = .9 }, null, 5, Cancellation);

        outcome.ShouldBeOfType<RefineOutcome.UnknownSession>();
        (await recommender.Sessions.FindAsync(first.SessionId, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task What_another_tab_took_meanwhile_is_not_lost()
    {
        var source = new MeddlingSource(Mixed());
        using var recommender = new Recommender(source);
        var first = await RecommendAsync(recommender);
        IReadOnlyList<string> taken = [];
        source.Meddle = async () => taken = (await recommender.Sessions.TakeNextAsync(first.SessionId, 5, Cancellation))!.Ids();

        var refined = await RefineAsync(recommender, first, new Preferences { Energy = .9 });

        taken.Count.ShouldBe(5);
        refined.Session.Ranked.Take(10).Ids().ShouldBe([.. first.Songs.Ids(), .. taken]);
    }

    private static async Task<MoreSongsResult> RefineAsync(Recommender recommender, RecommendationResult first, Preferences wished, TrackId? like = null) =>
        (await recommender.Refinement.RefineAsync(first.SessionId, wished, like, 5, Cancellation)).ShouldBeOfType<RefineOutcome.Refined>().Result;

    private static async Task<RecommendationResult> RecommendAsync(Recommender recommender, Preferences? preferences = null)
    {
        var request = new RecommendationRequest { Photo = SmallPhoto.Png, Preferences = preferences ?? new Preferences() };
        return (await recommender.Pipeline.RecommendAsync(request, Cancellation)).ShouldBeOfType<RecommendationOutcome.Recommended>().Result;
    }

    // Songs from quiet to loud.
    private static IEnumerable<Track> Mixed() => Enumerable.Range(0, 120).Select(i => Songs.Track(
        $"s{i:000}", features: Songs.Middle with { Energy = i / 119.0 }, language: i % 3 == 0 ? Languages.Hindi : Languages.English));

    /// <summary>A source during whose next answer something else happens, once.</summary>
    private sealed class MeddlingSource(IEnumerable<Track> tracks) : ICandidateSource
    {
        private readonly ListSource _songs = new(tracks);

        public Func<Task>? Meddle { get; set; }

        public string Name => "meddling";

        public async ValueTask<SourceAnswer> GetCandidatesAsync(RetrievalRequest request, CancellationToken cancellationToken)
        {
            var meddle = Meddle;
            Meddle = null;
            await (meddle?.Invoke() ?? Task.CompletedTask);
            return await _songs.GetCandidatesAsync(request, cancellationToken);
        }
    }
}
