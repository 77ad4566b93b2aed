using StoryBeats.Catalog;

namespace StoryBeats.Retrieval;

/// <summary>A track that might fit, and who offered it.</summary>
/// <param name="Track">The track.</param>
/// <param name="Source">The source's name.</param>
public sealed record CandidateTrack(Track Track, string Source);
