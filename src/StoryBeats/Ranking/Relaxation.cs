namespace StoryBeats.Ranking;

/// <summary>A filter or rule that gave way because too few songs passed it.</summary>
/// <param name="Filter">Its name: "popularity", "vibe", "languages", "mood".</param>
/// <param name="Message">How far it gave way, in words for the visitor.</param>
public sealed record Relaxation(string Filter, string Message);
