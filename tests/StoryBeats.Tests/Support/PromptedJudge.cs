using StoryBeats.Catalog;
using StoryBeats.SecondLook;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Support;

/// <summary>A judge that answers what the test says, of the songs that it was asked about.</summary>
internal sealed class PromptedJudge(Func<IReadOnlyList<Track>, CancellationToken, Task<SongVerdict>> judge) : ISongJudge
{
    public string Name => "far";

    public ReadOnlyMemory<byte> Jpeg { get; private set; }

    public int Asked { get; private set; }

    public int Shown { get; private set; }

    /// <summary>Turns the songs round.</summary>
    public static PromptedJudge Reverse() => new((songs, _) => Task.FromResult(new SongVerdict(
        [.. Enumerable.Range(0, songs.Count).Reverse().Select((index, place) => new SongPlace(index, 1 - (place / 100.0)))], "Because of the light.")));

    public Task<SongVerdict> JudgeAsync(ReadOnlyMemory<byte> jpeg, VibeAnalysis analysis, IReadOnlyList<Track> songs, int shown, CancellationToken cancellationToken)
    {
        (Jpeg, Asked, Shown) = (jpeg.ToArray(), Asked + 1, shown);
        return judge(songs, cancellationToken);
    }
}
