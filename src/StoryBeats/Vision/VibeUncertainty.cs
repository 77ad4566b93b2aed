namespace StoryBeats.Vision;

/// <summary>How far off a target may be: standard deviations on the songs' scale from 0 to 1. Zero where the visitor chose the value.</summary>
/// <param name="Energy">Of energy.</param>
/// <param name="Valence">Of valence.</param>
public sealed record VibeUncertainty(double Energy, double Valence);
