using StoryBeats.Photos;

namespace StoryBeats.Providers.LocalVision;

/// <summary>Turns a photo into the figures that the trained head reads: what nine layers of the network saw, channel by channel.</summary>
internal sealed class PhotoFeatures : IDisposable
{
    // Deep layers know things, earlier ones textures and light: together they read mood best (docs/vision.md).
    private static readonly Layer[] Layers =
    [
        new("ReLU393_Output_0", 512, Weight: 4), new("Plus391_Output_0", 512, Weight: 4, Rectified: false),
        new("ReLU379_Output_0", 512, Weight: 4), new("ReLU371_Output_0", 512, Weight: 4),
        new("ReLU365_Output_0", 512), new("ReLU353_Output_0", 512),
        new("ReLU347_Output_0", 256), new("ReLU339_Output_0", 256), new("ReLU333_Output_0", 256),
    ];

    // A photo is looked at in its own proportions, at about this many pixels, in steps that the network's strides divide.
    private const int Area = 320 * 256;
    private const int Step = 32;

    // The network ends in a mean over 7×7 steps; with fewer the runtime does not fail but crashes the process.
    private const int LeastSide = 7 * Step;
    private const double WidestRatio = 2.5;

    private readonly ResNetBackbone _backbone;

    /// <summary>Loads the network.</summary>
    /// <param name="modelFolder">The folder of the network's files.</param>
    public PhotoFeatures(string modelFolder) => _backbone = new ResNetBackbone(modelFolder, Layers.Select(layer => layer.Name));

    /// <summary>The name of this choice of figures; a head trained for another cannot be used.</summary>
    public static string Recipe => "resnet18-bgr/82k-pixels/9-layers-deep-first/sqrt";

    /// <summary>How many figures there are.</summary>
    public static int Count { get; } = Layers.Sum(layer => layer.Channels);

    /// <summary>How much each figure counts in a distance: the four last layers four times the others, shared by a layer's channels.</summary>
    public static IReadOnlyList<double> Weights { get; } =
        [.. Layers.SelectMany(layer => Enumerable.Repeat(layer.Weight / layer.Channels, layer.Channels))];

    /// <summary>The figures of a photo. Square roots tame the long tails of rectified channels.</summary>
    public float[] Extract(PhotoPixels photo)
    {
        var (width, height) = Size(photo.Width, photo.Height);
        var seen = _backbone.Look(photo.Resize(width, height), width, height);
        var features = new float[Count];
        var at = 0;
        for (var layer = 0; layer < Layers.Length; layer++)
        {
            foreach (var mean in seen[layer])
                features[at++] = Layers[layer].Rectified ? MathF.Sqrt(MathF.Max(0, mean)) : mean;
        }

        return features;
    }

    /// <summary>The size that a photo is looked at.</summary>
    internal static (int Width, int Height) Size(int width, int height)
    {
        var ratio = Math.Clamp((double)width / height, 1 / WidestRatio, WidestRatio);
        return (Rounded(Math.Sqrt(Area * ratio)), Rounded(Math.Sqrt(Area / ratio)));

        static int Rounded(double side) => Math.Max(LeastSide, (int)Math.Round(side / Step) * Step);
    }

    /// <inheritdoc/>
    public void Dispose() => _backbone.Dispose();

    private sealed record Layer(string Name, int Channels, double Weight = 1, bool Rectified = true);
}
