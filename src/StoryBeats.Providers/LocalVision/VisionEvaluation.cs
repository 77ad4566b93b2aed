namespace StoryBeats.Providers.LocalVision;

/// <summary>Agreement of readings with people.</summary>
/// <param name="R">Pearson's r, or null with fewer than three photos or no spread.</param>
/// <param name="Mae">Mean absolute error on 0 to 1.</param>
public sealed record Agreement(double? R, double Mae)
{
    internal static Agreement Of(IReadOnlyList<double> read, IReadOnlyList<double> rated) => new(
        Correlation.Pearson(read, rated),
        read.Zip(rated, (a, b) => Math.Abs(a - b)).Average());
}

/// <summary>How well photos are read.</summary>
/// <param name="Valence">Agreement on valence.</param>
/// <param name="Energy">Agreement on energy, which people rated as arousal.</param>
/// <param name="Photos">Photos read.</param>
/// <param name="MsPerPhoto">Milliseconds a photo, from file to reading.</param>
public sealed record VisionEvaluation(Agreement Valence, Agreement Energy, int Photos, double MsPerPhoto);
