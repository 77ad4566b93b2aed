namespace StoryBeats.Providers.FeatureEstimation;

/// <summary>How well features are estimated.</summary>
/// <param name="Songs">Songs in the tables.</param>
/// <param name="Artists">Their artists.</param>
/// <param name="Tables">The tables.</param>
/// <param name="HowMoodsAreChosen">What mood each estimate is made for.</param>
/// <param name="Unseen">Trained anew on some artists, measured on the others.</param>
/// <param name="Seen">Trained anew on some songs, measured on the others of the same artists.</param>
/// <param name="Model">The model of <c>--model</c>, on the artists that it does not know.</param>
public sealed record FeatureEvaluation(
    int Songs, int Artists, IReadOnlyList<FeatureTable> Tables, string HowMoodsAreChosen,
    IReadOnlyList<FeatureGroup> Unseen, IReadOnlyList<FeatureGroup> Seen, IReadOnlyList<FeatureGroup>? Model);

/// <summary>A table of songs with measured features.</summary>
/// <param name="File">Its file's name.</param>
/// <param name="Songs">Songs read.</param>
/// <param name="Refused">Rows without a title, an artist, or an energy and a valence from 0 to 1.</param>
/// <param name="EnergyWithAcousticness">Pearson's r of the two, about -.7 in Spotify's features; null with too few songs.</param>
/// <param name="Teaches">Whether it can teach; one whose features do not hang together is measured as the group <c>odd_tables</c> alone.</param>
public sealed record FeatureTable(string File, int Songs, int Refused, double? EnergyWithAcousticness, bool Teaches);

/// <summary>Figures of some of the songs.</summary>
/// <param name="Group"><c>all</c>; <c>labelled</c>, with a mood label; <c>label_hidden</c>, the same without it; <c>curated</c>, by artists asked for some moods; <c>unknown</c>, the rest; <c>odd_tables</c>.</param>
/// <param name="Songs">How many.</param>
/// <param name="Features">Figures of each feature.</param>
public sealed record FeatureGroup(string Group, int Songs, IReadOnlyList<FeatureFigures> Features);

/// <summary>Figures of one feature.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Songs">Songs of which it was measured.</param>
/// <param name="Learned">The learned estimate.</param>
/// <param name="ExpectedError">The mean of the errors that the learned estimate expects of itself.</param>
/// <param name="Completed">The learned estimate where energy and valence are known, as of an imported song that lacks the rest; null for these two.</param>
/// <param name="MoodConstants">The mood's typical features.</param>
/// <param name="HandMade">The original's rules.</param>
/// <param name="MoodConstantsAveraged">The mean of the typical features of all moods that the song is estimated for, taken as one estimate: a kinder baseline.</param>
/// <param name="HandMadeAveraged">The same of the original's rules.</param>
/// <param name="BetterThanConstants">By what share the learned estimate's MAE is smaller than that of the constants.</param>
/// <param name="BetterThanHandMade">By what share it is smaller than that of the rules.</param>
/// <param name="BetterThanAveraged">By what share it is smaller than the better one of the kinder baselines.</param>
public sealed record FeatureFigures(
    string Feature, int Songs, EstimateFigures Learned, double ExpectedError, EstimateFigures? Completed, EstimateFigures MoodConstants, EstimateFigures HandMade,
    EstimateFigures MoodConstantsAveraged, EstimateFigures HandMadeAveraged, double BetterThanConstants, double BetterThanHandMade, double BetterThanAveraged);

/// <summary>Agreement of estimates with what was measured.</summary>
/// <param name="R">Pearson's r, or null with fewer than three songs or no spread.</param>
/// <param name="Mae">Mean absolute error in the feature's own unit.</param>
public sealed record EstimateFigures(double? R, double Mae);
