namespace StoryBeats.Retrieval;

/// <summary>Somewhere that songs come from.</summary>
public interface ICandidateSource
{
    /// <summary>The name shown in answers, logs and metrics, such as "embedded".</summary>
    string Name { get; }

    /// <summary>Whether it has any songs at all; one that has none is not asked and not reported. Default: true.</summary>
    bool HasSongs => true;

    /// <summary>Songs that might fit; any order, duplicates allowed.</summary>
    ValueTask<SourceAnswer> GetCandidatesAsync(RetrievalRequest request, CancellationToken cancellationToken);
}

/// <summary>What a source gave.</summary>
/// <param name="Candidates">The songs.</param>
/// <param name="Status">Whether that is all it could have given.</param>
/// <param name="Message">What the visitor should know when it is not, else null.</param>
public sealed record SourceAnswer(IReadOnlyList<CandidateTrack> Candidates, SourceStatus Status = SourceStatus.Complete, string? Message = null);

/// <summary>How a source did.</summary>
public enum SourceStatus
{
    /// <summary>It gave what it has.</summary>
    Complete,

    /// <summary>It gave what was there in time; the rest follows in the background.</summary>
    Partial,

    /// <summary>It could not be asked, and gave what it had from before.</summary>
    Stale,

    /// <summary>It gave nothing, since something is wrong.</summary>
    Failed,
}
