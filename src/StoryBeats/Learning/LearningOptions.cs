using System.ComponentModel.DataAnnotations;

namespace StoryBeats.Learning;

/// <summary>What is learned from feedback, and how fast.</summary>
public sealed class LearningOptions
{
    /// <summary>The configuration section: <c>Learning</c>.</summary>
    public const string SectionName = "Learning";

    /// <summary>Whether anything is learned at all; default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Artists and songs that the visitor, and others in the same mood, liked or disliked; default true.</summary>
    public bool ArtistPreference { get; set; } = true;

    /// <summary>The sound liked in a mood, from five likes on; default true.</summary>
    public bool FeaturePreference { get; set; } = true;

    /// <summary>The language mix of the first five; default true. Languages that a visitor sets outright stay.</summary>
    public bool LanguageMix { get; set; } = true;

    /// <summary>Which artists to ask first, by Thompson sampling; default true.</summary>
    public bool ArtistSelection { get; set; } = true;

    /// <summary>What is liked by people who like the same artists; default true.</summary>
    public bool CoLikes { get; set; } = true;

    /// <summary>Whether songs that the visitor was shown lately step back for others; default true.</summary>
    public bool Freshness { get; set; } = true;

    /// <summary>Days after which an opinion counts half; default 90.</summary>
    [Range(1, 3650)]
    public double HalfLifeDays { get; set; } = 90;

    /// <summary>The most that learning may add to or take from a song's score; default .4.</summary>
    [Range(0, 1)]
    public double MaxAdjustment { get; set; } = .40;

    /// <summary>The most that others' opinions may add to or take from a song's score; default .1.</summary>
    [Range(0, 1)]
    public double MaxCrowdAdjustment { get; set; } = .10;

    /// <summary>Visitors who must have an opinion before others feel it; default 5.</summary>
    [Range(2, 1000)]
    public int MinVoters { get; set; } = 5;

    /// <summary>Visitors with opinions on two artists or more before co-likes count; default 20.</summary>
    [Range(2, 100000)]
    public int MinCoLikeVoters { get; set; } = 20;

    /// <summary>The latest signals that everybody's taste is learned from, at most; default 100,000. It bounds memory and time.</summary>
    [Range(1000, 10_000_000)]
    public int MostSignals { get; set; } = 100_000;
}
