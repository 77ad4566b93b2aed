using System.Text.Json.Serialization;

namespace StoryBeats.Providers.LocalVision;

/// <summary>How a head was made and how good it is.</summary>
internal sealed record VisionHeadCard
{
    /// <summary>The figures that it reads.</summary>
    public required string Recipe { get; init; }

    /// <summary>Photos that it was trained on.</summary>
    public required int Photos { get; init; }

    /// <summary>Spread of valence predicted on themes left out, for stretching to the songs' scale.</summary>
    public required double ValenceSpread { get; init; }

    /// <summary>Spread of arousal predicted on themes left out.</summary>
    public required double ArousalSpread { get; init; }

    /// <summary>Names of the themes known.</summary>
    public required IReadOnlyList<string> Themes { get; init; }

    /// <summary>Distance beyond which a theme is not named.</summary>
    public required double ThemeThreshold { get; init; }

    /// <summary>Agreement with people on themes left out.</summary>
    public required CrossValidation CrossValidation { get; init; }
}

/// <summary>Agreement on photos that were left out of training.</summary>
/// <param name="Split">How they were left out.</param>
/// <param name="Valence">Agreement on valence.</param>
/// <param name="Energy">Agreement on arousal.</param>
/// <param name="Themes">How often themes are found on photos that their centroids were made without.</param>
internal sealed record CrossValidation(string Split, Agreement Valence, Agreement Energy, ThemePrecision Themes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VisionHeadCard))]
internal sealed partial class VisionHeadJson : JsonSerializerContext;
