namespace StoryBeats.Retrieval;

/// <summary>Somewhere that songs come from.</summary>
public interface ICandidateSource
{
    /// <summary>The name shown in answers, logs and metrics, such as "embedded".</summary>
    string Name { get; }

    /// <summary>Songs that might fit; any order, duplicates allowed.</summary>
    ValueTask<IReadOnlyList<CandidateTrack>> GetCandidatesAsync(RetrievalRequest request, CancellationToken cancellationToken);
}
