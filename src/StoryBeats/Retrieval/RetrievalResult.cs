namespace StoryBeats.Retrieval;

/// <summary>The candidates, and what became of what was offered.</summary>
/// <param name="Candidates">Distinct candidates.</param>
/// <param name="Offered">How many the sources offered.</param>
/// <param name="Duplicates">How many were the same song again.</param>
/// <param name="Sources">How each source did.</param>
public sealed record RetrievalResult(IReadOnlyList<CandidateTrack> Candidates, int Offered, int Duplicates, IReadOnlyList<SourceReport> Sources);

/// <summary>How a source did in one request.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Status">Whether it gave all it could.</param>
/// <param name="Offered">Songs that it offered.</param>
/// <param name="Message">What the visitor should know, or null.</param>
public sealed record SourceReport(string Source, SourceStatus Status, int Offered, string? Message);
