namespace StoryBeats.Photos;

/// <summary>Why a photo was not read.</summary>
public enum PhotoProblem
{
    /// <summary>No bytes at all.</summary>
    Empty,

    /// <summary>More bytes than allowed.</summary>
    FileTooLarge,

    /// <summary>Not a picture.</summary>
    NotAnImage,

    /// <summary>A picture, but of a kind that is not read.</summary>
    Unsupported,

    /// <summary>Begins like a picture, but cannot be decoded to its end.</summary>
    Damaged,

    /// <summary>Fewer pixels than allowed.</summary>
    TooFewPixels,

    /// <summary>More pixels than allowed.</summary>
    TooManyPixels,
}

/// <summary>A photo that was not read, and a sentence for its owner that says what to do.</summary>
/// <param name="Problem">What is wrong.</param>
/// <param name="Sentence">The sentence.</param>
public sealed record PhotoRejection(PhotoProblem Problem, string Sentence);

/// <summary>Thrown where pixels turn out to be damaged only when they are decoded.</summary>
public sealed class PhotoRejectedException(PhotoRejection rejection, Exception? inner = null)
    : Exception(rejection.Sentence, inner)
{
    /// <summary>What is wrong.</summary>
    public PhotoRejection Rejection { get; } = rejection;
}
