using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace StoryBeats.Providers.LocalVision;

/// <summary>
/// ResNet18 trained on ImageNet, as the NuGet package Microsoft.ML.DnnImageFeaturizer.ResNet18 ships it. Looks at a picture and says
/// what each channel of some inner layers saw on average.
/// </summary>
internal sealed class ResNetBackbone : IDisposable
{
    private const int MeanSide = 224;
    private const string Input = "Input247";

    private readonly GuardedSession _session;
    private readonly float[] _negativeMean;
    private readonly string[] _layers;

    static ResNetBackbone() => RuntimeTelemetry.SwitchOff();

    /// <summary>Loads the network.</summary>
    /// <param name="folder">The folder that holds <c>ResNet18Onnx</c> and <c>ResNetPrepOnnx</c>.</param>
    /// <param name="layers">Names of the layers to read.</param>
    public ResNetBackbone(string folder, IEnumerable<string> layers)
    {
        _layers = [.. layers];
        _negativeMean = NegativeMeanImage(Path.Combine(folder, "ResNetPrepOnnx", "ResNetPreprocess.onnx"));
        // The declared output shape still speaks of 224×224; the runtime would warn of every other picture.
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, EnableMemoryPattern = false };
        _session = new GuardedSession(() => new InferenceSession(ResNetModel.Load(Path.Combine(folder, "ResNet18Onnx", "ResNet18.onnx"), _layers), options));

        // The file's bytes are not needed any more, nor is what the runtime built the session from.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.Trim();
    }

    /// <summary>Looks at a picture.</summary>
    /// <param name="rgb">Red, green, blue, row by row.</param>
    /// <param name="width">Width in pixels, at least 224.</param>
    /// <param name="height">Height in pixels, at least 224.</param>
    /// <returns>The mean of each channel of each layer, in the order asked for.</returns>
    public float[][] Look(ReadOnlySpan<byte> rgb, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, MeanSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, MeanSide);
        var plane = width * height;
        var input = new float[3 * plane];
        for (var y = 0; y < height; y++)
        {
            var meanRow = y * MeanSide / height * MeanSide;
            for (var x = 0; x < width; x++)
            {
                var to = (y * width) + x;
                var from = to * 3;
                var mean = meanRow + (x * MeanSide / width);
                // Blue first: the network was trained by CNTK, which reads pictures through OpenCV (measured in docs/vision.md).
                input[to] = rgb[from + 2] + _negativeMean[mean];
                input[plane + to] = rgb[from + 1] + _negativeMean[(MeanSide * MeanSide) + mean];
                input[(2 * plane) + to] = rgb[from] + _negativeMean[(2 * MeanSide * MeanSide) + mean];
            }
        }

        return _session.Run((session, options) =>
        {
            using var tensor = OrtValue.CreateTensorValueFromMemory(input, [1, 3, height, width]);
            using var results = session.Run(options, [Input], [tensor], _layers);
            return results.Select(ChannelMeans).ToArray();
        });
    }

    /// <summary>Waits for pictures being looked at.</summary>
    public void Dispose() => _session.Dispose();

    private static float[] ChannelMeans(OrtValue layer)
    {
        var values = layer.GetTensorDataAsSpan<float>();
        var means = new float[layer.GetTensorTypeAndShape().Shape[1]];
        var area = values.Length / means.Length;
        for (var channel = 0; channel < means.Length; channel++)
            means[channel] = TensorPrimitives.Sum(values.Slice(channel * area, area)) / area;
        return means;
    }

    // The preprocessing graph only subtracts a mean image, so one run on zeros yields it and the second session can go.
    private static float[] NegativeMeanImage(string path)
    {
        using var session = new InferenceSession(path);
        using var options = new RunOptions();
        using var zeros = OrtValue.CreateTensorValueFromMemory(new float[3 * MeanSide * MeanSide], [1, 3, MeanSide, MeanSide]);
        using var results = session.Run(options, ["OriginalInput"], [zeros], ["PreprocessedInput"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
