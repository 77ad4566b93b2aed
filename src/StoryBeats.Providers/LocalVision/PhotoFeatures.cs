using StoryBeats.Photos;

namespace StoryBeats.Providers.LocalVision;

/// <summary>Turns a photo into the figures that the trained head reads: what several layers of the network saw of it.</summary>
internal sealed class PhotoFeatures : IDisposable
{
    private static readonly PhotoView[] Views = [PhotoView.Whole, PhotoView.WholeMirrored];

    // Which figures carry mood was measured on themes left out (docs/vision.md): deep layers know things, earlier ones textures.
    private static readonly Block[] Blocks =
    [
        new("Pooling395_Output_0", activations => activations.Mean, Weight: 1),
        new("ReLU379_Output_0", activations => activations.Mean, Weight: .5),
        new("ReLU365_Output_0", activations => activations.Deviation, Weight: .5),
        new("ReLU339_Output_0", activations => activations.Mean, Weight: .5),
    ];

    private readonly ResNetBackbone _backbone;

    /// <summary>Loads the network.</summary>
    /// <param name="modelFolder">The folder of the network's files.</param>
    public PhotoFeatures(string modelFolder) => _backbone = new ResNetBackbone(modelFolder, Blocks.Select(block => block.Layer));

    /// <summary>The name of this choice of figures; a head trained for another cannot be used.</summary>
    public static string Recipe => "resnet18-bgr/2-views/4-layers/sqrt";

    /// <summary>
    /// The figures of a photo. Square roots tame the long tails of rectified activations; a block's weight is folded in later, by
    /// <see cref="Weights"/>, after each figure has been standardized.
    /// </summary>
    public float[] Extract(PhotoPixels photo)
    {
        var whole = photo.Resize(ResNetBackbone.Side, ResNetBackbone.Side);
        var seen = new Activations[Views.Length][];
        for (var view = 0; view < Views.Length; view++)
            seen[view] = _backbone.Run(whole, Views[view].Mirrored);

        var features = new List<float>();
        for (var block = 0; block < Blocks.Length; block++)
        {
            var channels = Blocks[block].Read(seen[0][block]).Length;
            for (var channel = 0; channel < channels; channel++)
            {
                double sum = 0;
                foreach (var view in seen)
                    sum += Blocks[block].Read(view[block])[channel];
                features.Add((float)Math.Sqrt(Math.Max(0, sum / seen.Length)));
            }
        }

        return [.. features];
    }

    /// <summary>How much each figure counts in a distance: a block's weight shared by its figures.</summary>
    public double[] Weights(PhotoPixels example)
    {
        var seen = _backbone.Run(example.Resize(ResNetBackbone.Side, ResNetBackbone.Side), mirrored: false);
        var total = Blocks.Sum(block => block.Weight);
        return [.. Blocks.SelectMany((block, index) =>
        {
            var channels = block.Read(seen[index]).Length;
            return Enumerable.Repeat(block.Weight / total / channels, channels);
        })];
    }

    /// <inheritdoc/>
    public void Dispose() => _backbone.Dispose();

    private sealed record Block(string Layer, Func<Activations, float[]> Read, double Weight);
}
