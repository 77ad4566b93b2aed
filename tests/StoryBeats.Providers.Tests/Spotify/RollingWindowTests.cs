using CsCheck;
using StoryBeats.Providers.Spotify;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class RollingWindowTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    [Fact]
    public void No_window_ever_holds_more_than_its_limit()
    {
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 4000].Array[0, 200]).Sample((limit, gaps) =>
        {
            var window = new RollingWindow(limit, Window);
            var taken = new List<DateTimeOffset>();
            var now = Start;
            foreach (var gap in gaps)
            {
                now += TimeSpan.FromMilliseconds(gap);
                if (window.TryTake(now) <= TimeSpan.Zero)
                    taken.Add(now);
            }

            return taken.TrueForAll(end => taken.Count(at => at > end - Window && at <= end) <= limit);
        });
    }

    [Fact]
    public void Whoever_waits_as_long_as_told_gets_a_place()
    {
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 4000].Array[1, 200]).Sample((limit, gaps) =>
        {
            var window = new RollingWindow(limit, Window);
            var now = Start;
            foreach (var gap in gaps)
            {
                now += TimeSpan.FromMilliseconds(gap);
                var wait = window.TryTake(now);
                if (wait > TimeSpan.Zero && window.TryTake(now + wait) > TimeSpan.Zero)
                    return false;
                now += wait;
            }

            return true;
        });
    }

    [Fact]
    public void All_places_may_be_taken_at_once_and_some_are_left_for_those_who_come_first()
    {
        var window = new RollingWindow(8, Window);

        var background = Enumerable.Range(0, 8).Count(_ => window.TryTake(Start, most: 6) <= TimeSpan.Zero);
        var live = Enumerable.Range(0, 8).Count(_ => window.TryTake(Start) <= TimeSpan.Zero);

        background.ShouldBe(6);
        live.ShouldBe(2);
        Enumerable.Range(0, 9).Count(_ => window.TryTake(Start + Window) <= TimeSpan.Zero).ShouldBe(8);
    }

    [Fact]
    public void A_place_given_back_is_free()
    {
        var window = new RollingWindow(1, Window);
        window.TryTake(Start);

        window.GiveBack();

        window.TryTake(Start).ShouldBe(TimeSpan.Zero);
    }
}
