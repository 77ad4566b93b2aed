namespace StoryBeats.Catalog;

/// <summary>Where a track's audio features came from, surest first.</summary>
public enum FeatureSource
{
    /// <summary>Measured from the audio by a service or data set.</summary>
    Measured,

    /// <summary>Estimated for this very track by the people who wrote the starter catalogue.</summary>
    CuratedEstimate,

    /// <summary>Estimated from artist, genre, title, year and mood (<see cref="Ranking.AudioFeatureEstimator"/>).</summary>
    Estimated,

    /// <summary>Energy and valence were measured from the audio, and some of the others are estimated.</summary>
    PartlyMeasured,
}
