namespace StoryBeats.Providers.LocalVision;

/// <summary>One way to look at a photo: a part of it, perhaps mirrored, stretched to the network's square.</summary>
/// <param name="Left">Left edge, as a share of the width.</param>
/// <param name="Top">Top edge, as a share of the height.</param>
/// <param name="Right">Right edge, as a share of the width.</param>
/// <param name="Bottom">Bottom edge, as a share of the height.</param>
/// <param name="Mirrored">Whether left and right change places.</param>
internal readonly record struct PhotoView(double Left, double Top, double Right, double Bottom, bool Mirrored)
{
    /// <summary>The whole photo, stretched.</summary>
    public static readonly PhotoView Whole = new(0, 0, 1, 1, false);

    /// <summary>The whole photo, mirrored.</summary>
    public static readonly PhotoView WholeMirrored = Whole with { Mirrored = true };
}
