using StoryBeats.Catalog;
using StoryBeats.Learning;
using StoryBeats.Recommendations;
using StoryBeats.Retrieval;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Recommendations;

public sealed class SongRankerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sources_are_asked_with_mood_pinned_tempo_languages_artists_day_and_exclusions()
    {
        var source = new ListSource([]);
        using var recommender = new Recommender(source);
        var analysis = Analyses.Plain with { Target = Songs.Middle with { Tempo = 170 } };
        var preferences = new Preferences { Excluded = new HashSet<TrackId> { new("not wanted") } };

        await recommender.Ranker.RankAsync(analysis, preferences, Taste.None, 0, [Songs.Track("shown")], Cancellation);

        var request = source.Requests.ShouldHaveSingleItem();
        request.Mood.ShouldBe(MoodCategory.Nostalgic);
        request.Target.ShouldBe(Songs.Middle with { Tempo = 105 });
        request.Languages.ShouldBe(["English", "Hindi", "Punjabi"], ignoreOrder: true);
        request.Artists[0].ShouldBe(new SelectedArtist("The 1975", Languages.English));
        request.Artists.ShouldContain(new SelectedArtist("Kishore Kumar", Languages.Hindi));
        request.Today.ShouldBe(Songs.Today);
        request.Excluded.ShouldBe([new("not wanted"), new("shown")], ignoreOrder: true);
    }

    [Theory]
    [InlineData(CulturalVibe.Indian, "", 2)]
    [InlineData(CulturalVibe.Western, "", 4)]
    [InlineData(CulturalVibe.Global, "", 3)]
    [InlineData(null, "", 3)]
    [InlineData(null, "temple,festival", 2)]
    [InlineData(null, "club,nightlife", 4)]
    [InlineData(CulturalVibe.Indian, "temple,festival", 1)]
    public async Task The_first_five_hold_the_mix_of_vibe_and_leaning(CulturalVibe? vibe, string themes, int english)
    {
        using var recommender = new Recommender(new ListSource(Many(10, Languages.English).Concat(Many(10, Languages.Hindi))));
        var analysis = Analyses.Plain with { CulturalVibe = vibe, Themes = themes.Split(',', StringSplitOptions.RemoveEmptyEntries) };

        var songs = await recommender.Ranker.RankAsync(analysis, new Preferences(), Taste.None, 0, [], Cancellation);

        songs.Tracks.Take(5).Count(track => track.Track.Language == Languages.English).ShouldBe(english);
        songs.Relaxed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Languages_that_the_visitor_sets_replace_the_mix()
    {
        var source = new ListSource(Many(10, Languages.English).Concat(Many(10, "Tamil")).Concat(Many(10, "Spanish")), honoursRequest: true);
        using var recommender = new Recommender(source);
        var wish = new Preferences { Languages = ["Tamil", "Spanish"] };

        var songs = await recommender.Ranker.RankAsync(Analyses.Plain with { CulturalVibe = CulturalVibe.Western }, wish, Taste.None, 0, [], Cancellation);

        songs.Tracks.Take(5).CountBy(track => track.Track.Language, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal)
            .ShouldBe(new Dictionary<string, int>(StringComparer.Ordinal) { ["Tamil"] = 3, ["Spanish"] = 2 }, ignoreOrder: true);
        songs.Tracks.ShouldAllBe(track => track.Track.Language != Languages.English);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shown_songs_do_not_come_again_under_another_id(bool honoursRequest)
    {
        Track[] tracks = [.. Many(3, Languages.English), Songs.Track("live", "Artist English0", "Title English0 - Live")];
        using var recommender = new Recommender(new ListSource(tracks, honoursRequest));

        var songs = await recommender.Ranker.RankAsync(Analyses.Plain, new Preferences(), Taste.None, 0, [tracks[0]], Cancellation);

        songs.Tracks.Ids().ShouldBe(["English1", "English2"]);
    }

    [Fact]
    public async Task Excluded_songs_are_never_ranked_even_when_a_source_offers_them()
    {
        using var recommender = new Recommender(new ListSource(Many(10, Languages.English)));
        var wish = new Preferences { Excluded = new HashSet<TrackId> { new("English0") } };

        var songs = await recommender.Ranker.RankAsync(Analyses.Plain, wish, Taste.None, 0, [], Cancellation);

        songs.Tracks.Ids().ShouldNotContain("English0", StringComparer.Ordinal);
        songs.Tracks.Count.ShouldBe(9);
    }

    [Fact]
    public async Task Counts_tell_what_became_of_every_candidate()
    {
        Track[] tracks =
        [
            .. Many(8, Languages.English), Songs.Track("dup", "Artist English0", "Title English0 - Live"), Songs.Track("loud", popularity: 99),
            Songs.Track("s1", "Same"), Songs.Track("s2", "Same"), Songs.Track("s3", "Same"),
        ];
        using var recommender = new Recommender(new ListSource(tracks));

        var songs = await recommender.Ranker.RankAsync(Analyses.Plain, new Preferences(), Taste.None, 0, [], Cancellation);

        songs.Counts.ShouldBe(new(Offered: 13, Duplicates: 1, Scored: 12, Filtered: 1, Ranked: 10));
        songs.Today.ShouldBe(Songs.Today);
    }

    [Fact]
    public async Task Relaxations_of_filter_and_mix_are_both_in_the_answer()
    {
        using var recommender = new Recommender(new ListSource([.. Many(3, Languages.English), Songs.Track("a", popularity: 99), Songs.Track("b", popularity: 99)]));

        var songs = await recommender.Ranker.RankAsync(Analyses.Plain, new Preferences(), Taste.None, 0, [], Cancellation);

        songs.Relaxed.Select(relaxation => relaxation.Filter).ShouldBe(["popularity", "languages"]);
    }

    [Fact]
    public async Task Nothing_offered_ranks_nothing_and_relaxes_nothing()
    {
        using var recommender = new Recommender(new ListSource([]));

        var songs = await recommender.Ranker.RankAsync(Analyses.Plain, new Preferences(), Taste.None, 0, [], Cancellation);

        songs.Tracks.ShouldBeEmpty();
        songs.Relaxed.ShouldBeEmpty();
    }

    private static IEnumerable<Track> Many(int count, string language) =>
        Enumerable.Range(0, count).Select(i => Songs.Track($"{language}{i}", language: language));
}
