using StoryBeats.Previews;

namespace StoryBeats.Providers.Previews;

/// <summary>A catalogue that may be called so often and no oftener.</summary>
internal interface IMeteredPreviewSource : IPreviewSource
{
    /// <summary>The calls that are left; what runs in the background leaves some for who waits.</summary>
    CallBudget Budget { get; }
}
