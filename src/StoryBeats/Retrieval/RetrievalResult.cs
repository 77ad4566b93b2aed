namespace StoryBeats.Retrieval;

/// <summary>The candidates, and what became of what was offered.</summary>
/// <param name="Candidates">Distinct candidates.</param>
/// <param name="Offered">How many the sources offered.</param>
/// <param name="Duplicates">How many were the same song again.</param>
public sealed record RetrievalResult(IReadOnlyList<CandidateTrack> Candidates, int Offered, int Duplicates);
