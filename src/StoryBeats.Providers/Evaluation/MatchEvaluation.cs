namespace StoryBeats.Providers.Evaluation;

/// <summary>How well the songs of each ranking profile fit photos that people rated, without any visitor.</summary>
/// <param name="Photos">Photos ranked for; each read by a head that never saw its theme.</param>
/// <param name="Songs">Songs to choose from.</param>
/// <param name="Today">The day that the age of songs is counted from.</param>
/// <param name="Profiles">The profiles.</param>
public sealed record MatchEvaluation(int Photos, int Songs, DateOnly Today, IReadOnlyList<ProfileMatch> Profiles);

/// <summary>One profile's figures. Of the first five songs unless said otherwise; more is better but for the distances.</summary>
/// <param name="Profile">Its name.</param>
/// <param name="Distance">
/// Mean distance between a song and the photo's human rating in the calibrated valence-arousal plane, in standard deviations: ratings are placed by the mean
/// and the deviation of all photos' ratings, songs by those of the nine moods' typical sounds.
/// </param>
/// <param name="CatalogueDistance">The same, with songs placed by the mean and the deviation of all songs there are.</param>
/// <param name="RawDistance">The same with ratings brought from 1..7 to 0..1 and songs as they are.</param>
/// <param name="MoodAgreement">Of labelled tracks, the share of the thirty ranked first for a mood that carry its label, mean over the moods; null without such tracks.</param>
/// <param name="Diversity">Mean distance of two songs of the five, 1 less their vibe score to each other.</param>
/// <param name="ArtistCoverage">Artists shown for any photo, as a share of those there are.</param>
/// <param name="CatalogueCoverage">Songs shown for any photo, as a share of those there are.</param>
/// <param name="Novelty">Mean self-information of a song shown: -log2 of the share of photos that it is shown for.</param>
/// <param name="Unfamiliarity">Mean of 1 less popularity / 100 of the songs shown, where popularity is known.</param>
/// <param name="Relaxed">Share of photos for which a filter gave way.</param>
public sealed record ProfileMatch(
    string Profile, double Distance, double CatalogueDistance, double RawDistance, double? MoodAgreement, double Diversity, double ArtistCoverage, double CatalogueCoverage, double Novelty,
    double Unfamiliarity, double Relaxed);
