using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using StoryBeats.Providers.LocalVision;

namespace StoryBeats.Providers.ZeroShot;

/// <summary>One half of a model, or the whole used as a half: a photo's pixels or a sentence's tokens in, a vector out.</summary>
internal sealed class OnnxEncoder : IDisposable
{
    private const string PixelInput = "pixel_values";
    private const string TokenInput = "input_ids";
    private const string MaskInput = "attention_mask";

    // Tokens that the half which reads is fed where any number will do.
    private const int Few = 8;

    private readonly GuardedSession _session;
    private readonly string _path;
    private readonly string _output;

    private OnnxEncoder(string path, string input, TensorElementType type, params ReadOnlySpan<string> outputs)
    {
        _path = path;
        _session = new GuardedSession(() => Open(path));
        try
        {
            if (!Inputs.TryGetValue(input, out var taken) || taken.ElementDataType != type)
                throw new InvalidDataException($"{path} does not take {input} as {type}, but {Said(Inputs)}: it is not the encoder that was looked for, or not in a form that is understood.");
            _output = Embedding(path, _session.Session.OutputMetadata, outputs);
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>Opens what looks at photos.</summary>
    /// <exception cref="InvalidDataException">The file is no ONNX model, or not one that turns pixel_values into an embedding.</exception>
    public static OnnxEncoder OfPhotos(string path) => new(path, PixelInput, TensorElementType.Float, "image_embeds", "pooler_output");

    /// <summary>Opens what reads sentences.</summary>
    /// <exception cref="InvalidDataException">The file is no ONNX model, or not one that turns input_ids into an embedding.</exception>
    public static OnnxEncoder OfSentences(string path) => new(path, TokenInput, TensorElementType.Int64, "text_embeds", "pooler_output");

    /// <summary>The size of picture that it insists on, or null.</summary>
    public (int Width, int Height)? FixedSize =>
        Inputs.TryGetValue(PixelInput, out var pixels) && pixels.Dimensions is [_, _, > 0 and var height, > 0 and var width] ? (width, height) : null;

    /// <summary>The unit vector of a photo.</summary>
    /// <param name="pixels">From <see cref="ImagePreparation.Prepare"/>.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public float[] EmbedPhoto(float[] pixels, int width, int height) => Run(name => name switch
    {
        PixelInput => OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, height, width]),
        _ => Ones(name, Inputs[name].Dimensions is [_, > 0 and var length] ? length : Few),
    });

    /// <summary>The unit vector of a sentence.</summary>
    /// <param name="ids">Its tokens, filled up.</param>
    /// <param name="own">How many of them are its own.</param>
    /// <param name="picture">The size of picture that a file which takes both is given.</param>
    public float[] EmbedSentence(long[] ids, int own, (int Width, int Height) picture) => Run(name => name switch
    {
        TokenInput => OrtValue.CreateTensorValueFromMemory(ids, [1, ids.Length]),
        MaskInput => OrtValue.CreateTensorValueFromMemory([.. ids.Select((_, index) => index < own ? 1L : 0L)], [1, ids.Length]),
        PixelInput => OrtValue.CreateTensorValueFromMemory(new float[3 * picture.Width * picture.Height], [1, 3, picture.Height, picture.Width]),
        _ => Ones(name, ids.Length),
    });

    /// <summary>Waits for what is being looked at.</summary>
    public void Dispose() => _session.Dispose();

    private IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.Session.InputMetadata;

    private float[] Run(Func<string, OrtValue> input)
    {
        try
        {
            return _session.Run((session, options) =>
            {
                var values = session.InputNames.Select(input).ToList();
                try
                {
                    using var results = session.Run(options, session.InputNames, values, [_output]);
                    return Vectors.Unit(results[0].GetTensorDataAsSpan<float>());
                }
                finally
                {
                    values.ForEach(value => value.Dispose());
                }
            });
        }
        catch (OnnxRuntimeException fault)
        {
            throw new InvalidDataException($"{_path} does not run: {fault.Message}", fault);
        }
    }

    // What the other half of a file that takes both is fed, for nothing.
    private OrtValue Ones(string name, int length)
    {
        if (Inputs[name].ElementDataType != TensorElementType.Int64)
            throw new InvalidDataException($"{_path} takes {name} too, which is not understood.");
        return OrtValue.CreateTensorValueFromMemory([.. Enumerable.Repeat(1L, length)], [1, length]);
    }

    private static InferenceSession Open(string path)
    {
        try
        {
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            return new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new InvalidDataException($"{path} cannot be opened as an ONNX model: {fault.Message}", fault);
        }
    }

    private static string Embedding(string path, IReadOnlyDictionary<string, NodeMetadata> outputs, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (outputs.TryGetValue(name, out var output) && output.ElementDataType == TensorElementType.Float)
                return name;
        }

        throw new InvalidDataException($"{path} does not give {string.Join(" or ", names.ToArray())} as floats, but {Said(outputs)}. Export the model with its projection.");
    }

    private static string Said(IReadOnlyDictionary<string, NodeMetadata> values) =>
        string.Join(", ", values.Select(value => $"{value.Key} ({value.Value.ElementDataType})"));
}
