using StoryBeats.Catalog;
using StoryBeats.Providers.Previews;

namespace StoryBeats.Providers.Tests.Previews;

public sealed class SongMatchTests
{
    [Theory]
    [InlineData("Tum Hi Ho", "Arijit Singh", "Tum Hi Ho", "Arijit Singh")]
    [InlineData("Tum Hi Ho", "Arijit Singh", "Tum Hi Ho (From \"Aashiqui 2\")", "Arijit Singh & Mithoon")]
    [InlineData("Tum Hi Ho", "Arijit Singh", "TUM HI HO - Remastered 2019", "Mithoon, Arijit Singh")]
    [InlineData("cold/mess", "Prateek Kuhad", "cold / mess", "Prateek Kuhad")]
    [InlineData("Heartbeats", "José González", "Heartbeats", "Jose Gonzalez")]
    [InlineData("Naked as We Came", "Iron & Wine", "Naked As We Came", "Iron & Wine")]
    [InlineData("Fall for You (feat. Leela James)", "Someone", "Fall for You", "Someone feat. Leela James")]
    [InlineData("Creep - Acoustic", "Radiohead", "Creep (Acoustic)", "Radiohead")]
    [InlineData("Kasoor (Live)", "Prateek Kuhad", "Kasoor - Live at Delhi", "Prateek Kuhad")]
    [InlineData("Intro (Night Drive Remix)", "M83", "Intro [Night Drive Remix]", "M83")]
    [InlineData("Song", "Iron & Wine", "Song", "Iron & Wine, Calexico")]
    [InlineData("Song", "Tyler, The Creator", "Song", "Tyler, The Creator & Frank Ocean")]
    [InlineData("Song", "Tyler, The Creator", "Song", "A$AP Rocky (feat. Tyler, The Creator)")]
    [InlineData("Song", "C", "Song", "A, B & C feat. D")]
    [InlineData("Song", "A", "Song (Single Version)", "A")]
    [InlineData("Song", "A", "Song (2011 Remastered Version)", "A")]
    public void The_same_song_is_known_by_another_spelling(string ourTitle, string ourArtist, string theirTitle, string theirArtist)
    {
        var ours = PreviewApp.Song(ourTitle, ourArtist);

        var same = SongMatch.IsSame(ours, new FoundSong(theirArtist, theirTitle, null, null));

        same.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Tum Hi Ho (Karaoke Version)", "Arijit Singh")]
    [InlineData("Tum Hi Ho (Originally Performed by Arijit Singh) [Karaoke Version]", "Karaoke Star Explosion")]
    [InlineData("Tum Hi Ho", "Arijit Singh Tribute Band")]
    [InlineData("Tum Hi Ho", "Arijit")]
    [InlineData("Tum Hi Ho", "Karaoke with Band")]
    [InlineData("Tum Hi Ho (Live)", "Arijit Singh")]
    [InlineData("Tum Hi Ho - Live at Wembley", "Arijit Singh")]
    [InlineData("Tum Hi Ho (Night Drive Remix)", "Arijit Singh")]
    [InlineData("Tum Hi Ho (Acoustic)", "Arijit Singh")]
    [InlineData("Tum Hi Ho (Acoustic Version)", "Arijit Singh")]
    [InlineData("Tum Hi Ho (Slowed + Reverb)", "Arijit Singh")]
    [InlineData("Tum Hi Ho (Instrumental Version)", "Arijit Singh")]
    [InlineData("Tum Hi Ho - Lofi", "Arijit Singh")]
    [InlineData("Tum Hi Ho (Cover)", "Arijit Singh")]
    [InlineData("Tum Hi Ho 2", "Arijit Singh")]
    [InlineData("Hum", "Arijit Singh")]
    public void Another_song_or_version_is_refused(string theirTitle, string theirArtist)
    {
        var ours = PreviewApp.Song("Tum Hi Ho", "Arijit Singh");

        var same = SongMatch.IsSame(ours, new FoundSong(theirArtist, theirTitle, null, null));

        same.ShouldBeFalse();
    }

    [Fact]
    public void Our_own_remix_is_not_the_song_itself()
    {
        var ours = PreviewApp.Song("Tum Hi Ho (Night Drive Remix)", "Arijit Singh");

        var same = SongMatch.IsSame(ours, new FoundSong("Arijit Singh", "Tum Hi Ho", null, null));

        same.ShouldBeFalse();
    }

    [Theory]
    [InlineData("Karaoke Hits, Vol. 3", false)]
    [InlineData("A Tribute to Radiohead", false)]
    [InlineData("Live at Madison Square Garden", false)]
    [InlineData("Pablo Honey", true)]
    [InlineData("Live Through This", true)]
    public void A_record_of_copies_or_of_a_concert_is_refused(string album, bool expected)
    {
        var ours = PreviewApp.Song("Creep", "Radiohead");

        var same = SongMatch.IsSame(ours, new FoundSong("Radiohead", "Creep", album, null));

        same.ShouldBe(expected);
    }

    [Theory]
    [InlineData(240_000, 247_000, true)]
    [InlineData(240_000, 247_001, false)]
    [InlineData(240_000, 180_000, false)]
    [InlineData(240_000, null, true)]
    [InlineData(null, 180_000, true)]
    public void Lengths_that_are_known_must_agree(int? ours, int? theirs, bool expected)
    {
        var same = SongMatch.IsSame(PreviewApp.Song("Creep", "Radiohead", durationMs: ours), new FoundSong("Radiohead", "Creep", null, theirs));

        same.ShouldBe(expected);
    }

    [Fact]
    public void A_remembered_length_may_be_further_off()
    {
        var ours = PreviewApp.Song("Creep", "Radiohead", durationMs: 240_000) with { SpotifyId = null };

        SongMatch.LengthsAgree(ours, 265_000).ShouldBeTrue();
        SongMatch.LengthsAgree(ours, 275_000).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Kasoor", "")]
    [InlineData("Kasoor (Acoustic)", "acoustic")]
    [InlineData("Kasoor (Live) [Acoustic]", "acoustic+live")]
    [InlineData("Kasoor - From \"Dhamaka\"", "")]
    [InlineData("Kasoor - From \"Dhamaka\" - Lofi Mix", "lofimix")]
    [InlineData("Kasoor (Radio Edit)", "")]
    [InlineData("Kasoor (Taylor's Version)", "taylorsversion")]
    [InlineData("Kasoor (with Live Band)", "")]
    public void A_title_says_which_version_it_is(string title, string expected) => SongVersion.Of(title).ShouldBe(expected);
}
