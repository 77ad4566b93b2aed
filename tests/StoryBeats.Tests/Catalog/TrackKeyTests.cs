using CsCheck;
using StoryBeats.Catalog;

namespace StoryBeats.Tests.Catalog;

public sealed class TrackKeyTests
{
    [Theory]
    [InlineData("Yellow (Remastered)")]
    [InlineData("Yellow (Remastered 2011)")]
    [InlineData("Yellow [2011 Remaster]")]
    [InlineData("Yellow - Remastered 2011")]
    [InlineData("Yellow - 2011 Remaster")]
    [InlineData("Yellow - Live")]
    [InlineData("Yellow - Live at Glastonbury")]
    [InlineData("Yellow (Live in Buenos Aires)")]
    [InlineData("Yellow – Live")]
    [InlineData("Yellow feat. Somebody")]
    [InlineData("Yellow ft Somebody")]
    [InlineData("Yellow ft. Somebody")]
    [InlineData("Yellow featuring Somebody")]
    [InlineData("Yellow (feat. Somebody)")]
    [InlineData("Yellow (with Somebody)")]
    [InlineData("Yellow [feat. Somebody] - Live")]
    [InlineData("Yellow (From \"A Film\")")]
    [InlineData("Yellow - Acoustic")]
    [InlineData("Yellow - Radio Edit")]
    [InlineData("Yellow (Deluxe Version)")]
    [InlineData("YELLOW")]
    [InlineData("Yéllow")]
    [InlineData("Yellow!")]
    public void One_song_has_one_key_whatever_its_version_is_called(string title)
    {
        var plain = TrackKey.From("Coldplay", "Yellow");

        var key = TrackKey.From("Coldplay", title);

        key.ShouldBe(plain);
    }

    [Theory]
    [InlineData("Alive")]
    [InlineData("Live and Let Die")]
    [InlineData("Mixed Feelings")]
    [InlineData("Without You")]
    [InlineData("Yellow (Part Two)")]
    [InlineData("Yellow - Interlude")]
    [InlineData("Defeat")]
    public void Titles_that_only_look_like_version_marks_keep_their_words(string title)
    {
        var key = TrackKey.From("Coldplay", title);

        key.Value.ShouldBe("coldplay|" + TrackKey.Fold(title));
    }

    [Theory]
    [InlineData("(Live)", "x|live")]
    [InlineData("(Remix)", "x|remix")]
    public void A_title_that_is_nothing_but_a_version_mark_keeps_its_words(string title, string expected)
    {
        var key = TrackKey.From("X", title);

        key.Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("Beyoncé", "BEYONCE")]
    [InlineData("José González", "Jose Gonzalez")]
    [InlineData("A$AP Rocky", "ASAP Rocky")]
    [InlineData("KR$NA", "Krsna")]
    [InlineData("A.R. Rahman", "AR Rahman")]
    [InlineData("Iron & Wine", "Iron  Wine")]
    public void Spellings_of_one_artist_fold_to_the_same(string one, string other)
    {
        var folded = TrackKey.Fold(one);

        folded.ShouldBe(TrackKey.Fold(other));
    }

    [Theory]
    [InlineData("कि", "की")]
    [InlineData("दिल", "दल")]
    [InlineData("Coldplay", "Cold War Kids")]
    public void Different_names_stay_different(string one, string other)
    {
        var folded = TrackKey.Fold(one);

        folded.ShouldNotBe(TrackKey.Fold(other), StringComparer.Ordinal);
    }

    [Fact]
    public void A_name_without_a_letter_folds_to_itself()
    {
        var folded = TrackKey.Fold(" !!! ");

        folded.ShouldBe("!!!");
    }

    [Fact]
    public void What_is_no_character_is_left_out()
    {
        // Not as data of a theory: attributes cannot hold half a pair.
        foreach (var name in (string[])["Cold\ufffeplay", "Cold\ud800play", "Cold\udc00play", "Coldplay\ud83d", "\udc00\ud800Coldplay"])
            TrackKey.Fold(name).ShouldBe("coldplay");
        TrackKey.Fold("Beyonc\u00e9\ufffe").ShouldBe("beyonce");
        TrackKey.Fold("\ufffe").ShouldBeEmpty();
        TrackKey.Fold("\ud83d\ude00").ShouldBe("\ud83d\ude00");
        TrackKey.From("Cold\ud800play", "Yellow\ufffe").ShouldBe(TrackKey.From("Coldplay", "Yellow"));
    }

    [Fact]
    public void Plain_text_folds_as_accented_text_does() =>
        Gen.Char[' ', '~'].Array[1, 300].Select(text => new string(text)).Where(text => text.Any(char.IsAsciiLetterOrDigit)).Sample(text =>
            TrackKey.Fold(text).ShouldBe(TrackKey.Fold(text + "\u0301")));

    [Fact]
    public void Two_artists_with_one_title_have_two_keys()
    {
        var one = TrackKey.From("Coldplay", "Yellow");

        one.ShouldNotBe(TrackKey.From("Donovan", "Yellow"));
    }
}
