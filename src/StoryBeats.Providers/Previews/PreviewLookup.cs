using StoryBeats.Previews;

namespace StoryBeats.Providers.Previews;

/// <summary>What is known of a song's preview.</summary>
/// <param name="Status">How the question stands.</param>
/// <param name="Preview">What there is to hear and see; null unless <paramref name="Status"/> is <see cref="PreviewStatus.Found"/>.</param>
public sealed record PreviewLookup(PreviewStatus Status, Preview? Preview = null);

/// <summary>How the question for a preview stands.</summary>
public enum PreviewStatus
{
    /// <summary>There is something to hear, or at least a cover.</summary>
    Found,

    /// <summary>Nobody has it, or nobody is asked.</summary>
    None,

    /// <summary>It is being looked for.</summary>
    Pending,

    /// <summary>It could not be asked just now.</summary>
    Failed,
}
