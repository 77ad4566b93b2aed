using StoryBeats.Catalog;
using StoryBeats.Vision;

namespace StoryBeats.SecondLook;

/// <summary>A model that looks at a photo again and says which of the songs found fit it best.</summary>
public interface ISongJudge
{
    /// <summary>The reader's name, as <see cref="IVibeReader.Name"/>.</summary>
    string Name { get; }

    /// <summary>Orders songs.</summary>
    /// <param name="jpeg">The photo at its working size, without metadata.</param>
    /// <param name="analysis">What was read from it.</param>
    /// <param name="songs">The songs as ranked so far.</param>
    /// <param name="shown">How many of them, the first, are on show already; the reason is wanted for the best of the others.</param>
    /// <param name="cancellationToken">Cancels: the session is gone or its mood was corrected.</param>
    /// <returns>Each song at most once, best first; songs that the model left out are left out.</returns>
    /// <exception cref="VibeReaderException">It did not judge; says how and why.</exception>
    Task<SongVerdict> JudgeAsync(ReadOnlyMemory<byte> jpeg, VibeAnalysis analysis, IReadOnlyList<Track> songs, int shown, CancellationToken cancellationToken);
}

/// <summary>What the model says of the songs.</summary>
/// <param name="Places">The songs, best first.</param>
/// <param name="Reason">Why the best of those not on show yet fits, in one sentence, or null.</param>
public sealed record SongVerdict(IReadOnlyList<SongPlace> Places, string? Reason);

/// <summary>A song in the model's order.</summary>
/// <param name="Index">Which of the songs given, from 0.</param>
/// <param name="Confidence">How sure the model is that it fits, 0 to 1, or null when it did not say.</param>
public readonly record struct SongPlace(int Index, double? Confidence);

/// <summary>What a model that looked again thinks of a song.</summary>
/// <param name="Reader">Who looked.</param>
/// <param name="Confidence">How sure it is that the song fits, 0 to 1, or null.</param>
/// <param name="Reason">Why it fits best, in one sentence; null for all but the first.</param>
public sealed record SecondOpinion(string Reader, double? Confidence = null, string? Reason = null);
