using Microsoft.ML.OnnxRuntime;

namespace StoryBeats.Providers.LocalVision;

/// <summary>
/// ResNet18 trained on ImageNet, as the NuGet package Microsoft.ML.DnnImageFeaturizer.ResNet18 ships it. Runs one 224×224 picture and
/// gives back what its inner layers saw.
/// </summary>
internal sealed class ResNetBackbone : IDisposable
{
    /// <summary>Width and height of the input, in pixels.</summary>
    public const int Side = 224;

    private const int Plane = Side * Side;
    private const string Input = "Input247";
    private static readonly long[] InputShape = [1, 3, Side, Side];

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly float[] _negativeMean;
    private readonly string[] _outputs;

    /// <summary>Loads the model.</summary>
    /// <param name="folder">The folder that holds <c>ResNet18Onnx</c> and <c>ResNetPrepOnnx</c>.</param>
    /// <param name="layers">Names of the layers to read.</param>
    public ResNetBackbone(string folder, IEnumerable<string> layers)
    {
        _outputs = [.. layers];
        _negativeMean = NegativeMeanImage(Path.Combine(folder, "ResNetPrepOnnx", "ResNetPreprocess.onnx"));
        var model = File.ReadAllBytes(Path.Combine(folder, "ResNet18Onnx", "ResNet18.onnx"));
        using var options = new SessionOptions { EnableMemoryPattern = true, EnableCpuMemArena = true };
        _session = new InferenceSession(OnnxGraphOutputs.Expose(model, _outputs), options);
    }

    /// <summary>Runs one picture.</summary>
    /// <param name="rgb">Red, green, blue, row by row, 224×224.</param>
    /// <param name="mirrored">Whether to look at it left to right.</param>
    /// <returns>Each layer's activations, in the order asked for.</returns>
    public Activations[] Run(ReadOnlySpan<byte> rgb, bool mirrored)
    {
        var input = new float[3 * Plane];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var from = ((y * Side) + (mirrored ? Side - 1 - x : x)) * 3;
                var to = (y * Side) + x;
                // Blue first: the network was trained by CNTK, which reads pictures through OpenCV (measured in docs/vision.md).
                input[to] = rgb[from + 2] + _negativeMean[to];
                input[Plane + to] = rgb[from + 1] + _negativeMean[Plane + to];
                input[(2 * Plane) + to] = rgb[from] + _negativeMean[(2 * Plane) + to];
            }
        }

        using var tensor = OrtValue.CreateTensorValueFromMemory(input, InputShape);
        using var results = _session.Run(_runOptions, [Input], [tensor], _outputs);
        return [.. results.Select(result => Activations.Of(result.GetTensorDataAsSpan<float>(), result.GetTensorTypeAndShape().Shape))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    // The preprocessing graph only subtracts a mean image, so one run on zeros yields it and the second session can go.
    private static float[] NegativeMeanImage(string path)
    {
        using var session = new InferenceSession(path);
        using var options = new RunOptions();
        using var zeros = OrtValue.CreateTensorValueFromMemory(new float[3 * Plane], InputShape);
        using var results = session.Run(options, ["OriginalInput"], [zeros], ["PreprocessedInput"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}

/// <summary>What the channels of a layer saw over the whole picture.</summary>
/// <param name="Mean">Mean of each channel.</param>
/// <param name="Deviation">Standard deviation of each channel.</param>
/// <param name="Max">Maximum of each channel.</param>
internal sealed record Activations(float[] Mean, float[] Deviation, float[] Max)
{
    public static Activations Of(ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        var channels = (int)shape[1];
        var area = values.Length / channels;
        var (mean, deviation, max) = (new float[channels], new float[channels], new float[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            double sum = 0, squares = 0;
            var highest = float.MinValue;
            foreach (var value in values.Slice(channel * area, area))
            {
                sum += value;
                squares += value * value;
                highest = Math.Max(highest, value);
            }

            var average = sum / area;
            mean[channel] = (float)average;
            deviation[channel] = (float)Math.Sqrt(Math.Max(0, (squares / area) - (average * average)));
            max[channel] = highest;
        }

        return new Activations(mean, deviation, max);
    }
}
