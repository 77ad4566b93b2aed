using System.ComponentModel.DataAnnotations;

namespace StoryBeats.SecondLook;

/// <summary>Whether models look at a photo's songs again after the answer.</summary>
public sealed class SecondLookOptions
{
    /// <summary>The configuration section: <c>SecondLook</c>.</summary>
    public const string SectionName = "SecondLook";

    /// <summary>Whether they do; default true. It costs a second call for each photo that a model has read.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Most photos that wait for it; what comes when it is full is left as it was ranked. 1 to 1000, default 32; each holds some 200 KB.</summary>
    [Range(1, 1000)]
    public int QueueCapacity { get; set; } = 32;

    /// <summary>Looks at once; 1 to 32, default 2.</summary>
    [Range(1, 32)]
    public int AtOnce { get; set; } = 2;

    /// <summary>How long one may take, in seconds; 1 to 300, default 30.</summary>
    [Range(1, 300)]
    public double TimeoutSeconds { get; set; } = 30;
}
