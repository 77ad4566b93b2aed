using StoryBeats.Catalog;
using StoryBeats.Providers.FeatureEstimation;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.FeatureEstimation;

public sealed class HandMadeEstimateTests
{
    private static readonly HandMadeEstimate Rules = new(ArtistGroups.Load(Path.Combine(DataFiles.BuiltIn, "artist-groups.json")));

    [Theory]
    [MemberData(nameof(Moods))]
    public void An_unknown_artist_gets_the_typical_features_of_the_mood(MoodCategory mood)
    {
        var features = Rules.Of(Song("Nobody Known"), mood);

        features.ShouldBe(MoodProfile.For(mood).Typical);
    }

    public static TheoryData<MoodCategory> Moods => [.. Enum.GetValues<MoodCategory>()];

    // Nostalgic is .50 .50 .50 .50 105: every rule has room both ways.
    [Theory]
    [InlineData("Bon Iver", .30, .50, .30, .80, 105)]
    [InlineData("ODESZA", .60, .50, .50, .20, 115)]
    [InlineData("SZA", .50, .50, .60, .50, 105)]
    [InlineData("Arctic Monkeys", .65, .50, .50, .30, 110)]
    [InlineData("Arijit Singh", .50, .60, .50, .70, 105)]
    [InlineData("Diljit Dosanjh", .70, .50, .70, .20, 120)]
    [InlineData("Prateek Kuhad", .35, .50, .50, .75, 105)]
    [InlineData("Nucleya", .75, .50, .75, .10, 125)]
    [InlineData("Kailash Kher", .40, .50, .50, .70, 100)]
    public void Each_artist_group_moves_the_features(
        string artist, double energy, double valence, double danceability, double acousticness, double tempo)
    {
        var features = Rules.Of(Song(artist), MoodCategory.Nostalgic);

        ShouldBe(features, new(energy, valence, danceability, acousticness, 0, tempo));
    }

    [Theory]
    [InlineData("SZA", MoodCategory.Energetic, .70, .80, 115)]
    [InlineData("SZA", MoodCategory.Melancholic, .40, .20, 85)]
    [InlineData("Arijit Singh", MoodCategory.Energetic, .60, .90, 110)]
    [InlineData("Arijit Singh", MoodCategory.Melancholic, .30, .30, 80)]
    [InlineData("Prateek Kuhad", MoodCategory.Energetic, .75, .70, 105)]
    [InlineData("Prateek Kuhad", MoodCategory.Melancholic, .15, .40, 80)]
    [InlineData("Kailash Kher", MoodCategory.Energetic, .80, .80, 100)]
    [InlineData("Kailash Kher", MoodCategory.Melancholic, .20, .20, 80)]
    public void Groups_with_a_range_pull_energy_valence_and_tempo_into_it(
        string artist, MoodCategory mood, double energy, double valence, double tempo)
    {
        var features = Rules.Of(Song(artist), mood);

        features.Energy.ShouldBe(energy, 1e-9);
        features.Valence.ShouldBe(valence, 1e-9);
        features.Tempo.ShouldBe(tempo, 1e-9);
    }

    [Theory]
    [InlineData("Song (Remix)", .65, .65, .50, 115)]
    [InlineData("Song - Club Mix", .65, .65, .50, 115)]
    [InlineData("Song - Radio EDIT", .65, .65, .50, 115)]
    [InlineData("Song (Acoustic)", .25, .50, .80, 105)]
    [InlineData("Song - Unplugged", .25, .50, .80, 105)]
    [InlineData("Song (Stripped)", .25, .50, .80, 105)]
    [InlineData("Song - Piano Version", .25, .50, .80, 105)]
    [InlineData("Song - Live at Home", .50, .50, .65, 105)]
    [InlineData("Song (Studio Session)", .50, .50, .65, 105)]
    [InlineData("Song (Acoustic Session)", .25, .50, .95, 105)]
    [InlineData("Song (Live Acoustic Remix)", .40, .65, .95, 115)]
    [InlineData("Alive, Mixed and Edited, Pianos", .50, .50, .50, 105)]
    public void Title_words_move_the_features(string title, double energy, double danceability, double acousticness, double tempo)
    {
        var features = Rules.Of(Song("Nobody Known", title), MoodCategory.Nostalgic);

        ShouldBe(features, new(energy, .50, danceability, acousticness, 0, tempo));
    }

    [Theory]
    [InlineData(null, .50, .50)]
    [InlineData("1975", .50, .60)]
    [InlineData("2009", .50, .60)]
    [InlineData("2010", .50, .50)]
    [InlineData("2019", .50, .50)]
    [InlineData("2020", .53, .50)]
    [InlineData("2022-12-31", .53, .50)]
    [InlineData("2023", .55, .50)]
    [InlineData("2025", .55, .50)]
    public void The_year_moves_energy_or_acousticness(string? released, double energy, double acousticness)
    {
        var features = Rules.Of(Song("Nobody Known", released: released), MoodCategory.Nostalgic);

        ShouldBe(features, new(energy, .50, .50, acousticness, 0, 105));
    }

    [Fact]
    public void Values_that_leave_their_range_are_clamped_at_the_end()
    {
        var loud = Rules.Of(Song("Nucleya", "Song (Remix)", "2024"), MoodCategory.Energetic);
        var quiet = Rules.Of(Song("Bon Iver", "Song (Acoustic)", "2001"), MoodCategory.Peaceful);

        ShouldBe(loud, new(1, .80, 1, 0, 0, 170));
        ShouldBe(quiet, new(0, .50, .10, 1, 0, 85));
    }

    [Fact]
    public void Only_the_end_is_clamped_so_that_steps_add_up()
    {
        var features = Rules.Of(Song("Nucleya", "Song (Acoustic)"), MoodCategory.Energetic);

        features.Energy.ShouldBe(.90, 1e-9);
        features.Acousticness.ShouldBe(0);
    }

    private static Track Song(string artist, string title = "Song", string? released = null) => new()
    {
        Id = new TrackId("t1"),
        Title = title,
        Artist = artist,
        Language = Languages.English,
        ReleaseDate = ReleaseDate.Parse(released),
    };

    private static void ShouldBe(AudioFeatures features, AudioFeatures expected)
    {
        features.Energy.ShouldBe(expected.Energy, 1e-9);
        features.Valence.ShouldBe(expected.Valence, 1e-9);
        features.Danceability.ShouldBe(expected.Danceability, 1e-9);
        features.Acousticness.ShouldBe(expected.Acousticness, 1e-9);
        features.Instrumentalness.ShouldBe(expected.Instrumentalness, 1e-9);
        features.Tempo.ShouldBe(expected.Tempo, 1e-9);
    }
}
