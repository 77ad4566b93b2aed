using StoryBeats.Vision;

namespace StoryBeats.Server.Wire;

/// <summary>What was read from the photo.</summary>
internal sealed record AnalysisResponse(
    string Mood,
    string MoodCategory,
    IReadOnlyList<string> Themes,
    string Description,
    IReadOnlyList<string> Genres,
    double Energy,
    double Valence,
    double Danceability,
    double Acousticness,
    double Tempo,
    double Instrumentalness,
    IReadOnlyList<string> Keywords,
    string MusicStyle,
    string CulturalVibe,
    string Source,
    IReadOnlyList<string> Colors,
    IReadOnlyList<ReaderResponse> Readers,
    IReadOnlyList<string> Notes)
{
    public static AnalysisResponse From(VibeAnalysis analysis) => new(
        analysis.Mood,
        Name(analysis.MoodCategory),
        analysis.Themes,
        analysis.Description,
        analysis.Genres,
        Round(analysis.Target.Energy),
        Round(analysis.Target.Valence),
        Round(analysis.Target.Danceability),
        Round(analysis.Target.Acousticness),
        Math.Round(analysis.Target.Tempo),
        Round(analysis.Target.Instrumentalness),
        analysis.Keywords,
        analysis.MusicStyle,
        Name(analysis.CulturalVibe ?? Vision.CulturalVibe.Global),
        analysis.Source,
        analysis.Colors,
        [.. analysis.Readers.Select(ReaderResponse.From)],
        analysis.Notes);

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static double Round(double value) => Math.Round(value, 3);
}
