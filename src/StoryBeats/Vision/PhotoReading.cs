namespace StoryBeats.Vision;

/// <summary>A photo that is being read.</summary>
/// <param name="Local">This machine's reading: there in tens of milliseconds.</param>
/// <param name="Early">Mood and culture as a model said them first, the rest as this machine read it; null when no model said them early.</param>
/// <param name="Final">The reading that counts. It may be this machine's, and then says why.</param>
public sealed record PhotoReading(Task<VibeAnalysis> Local, Task<VibeAnalysis?> Early, Task<VibeAnalysis> Final);
