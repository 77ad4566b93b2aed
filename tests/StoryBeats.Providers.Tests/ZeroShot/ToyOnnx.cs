using System.Runtime.InteropServices;

namespace StoryBeats.Providers.Tests.ZeroShot;

/// <summary>
/// Small ONNX models with the inputs and outputs of CLIP's: a photo's vector is its mean colour as the model sees it, a sentence's the mean of
/// its tokens' vectors.
/// </summary>
internal static class ToyOnnx
{
    private const int Float = 1;
    private const int Int64 = 7;

    /// <summary>Looks at photos.</summary>
    public static byte[] Vision(string input = "pixel_values", string output = "image_embeds", int side = 0) => Model(
        [.. Look(input, output), Initializer("eyes", [1, 0, 0, 0, 1, 0, 0, 0, 1], 3, 3)],
        [Value(11, input, Float, -1, 3, side > 0 ? side : -1, side > 0 ? side : -1)],
        [Value(12, output, Float, -1, 3)]);

    /// <summary>Reads sentences.</summary>
    /// <param name="words">The vector of each token, by its number.</param>
    /// <param name="dimensions">Length of these vectors.</param>
    /// <param name="output">The name of what comes out.</param>
    /// <param name="weights">The file beside it that holds the vectors, or null.</param>
    public static byte[] Text(float[] words, int dimensions = 3, string output = "text_embeds", string? weights = null) => Model(
        [.. Read(output), weights is null ? Initializer("words", words, words.Length / dimensions, dimensions) : Elsewhere("words", weights, words.Length / dimensions, dimensions)],
        [Value(11, "input_ids", Int64, -1, -1), Value(11, "attention_mask", Int64, -1, -1)],
        [Value(12, output, Float, -1, dimensions)]);

    /// <summary>Does both at once.</summary>
    public static byte[] Both(float[] words) => Model(
        [
            .. Look("pixel_values", "image_embeds"), Initializer("eyes", [1, 0, 0, 0, 1, 0, 0, 0, 1], 3, 3),
            .. Read("text_embeds"), Initializer("words", words, words.Length / 3, 3),
        ],
        [Value(11, "input_ids", Int64, -1, -1), Value(11, "pixel_values", Float, -1, 3, -1, -1), Value(11, "attention_mask", Int64, -1, -1)],
        [Value(12, "text_embeds", Float, -1, 3), Value(12, "image_embeds", Float, -1, 3)]);

    /// <summary>Vectors as a file of weights holds them.</summary>
    public static byte[] Weights(float[] values) => MemoryMarshal.AsBytes<float>(values).ToArray();

    private static byte[][] Look(string input, string output) =>
        [Node("GlobalAveragePool", [input], "pooled"), Node("Flatten", ["pooled"], "colour"), Node("MatMul", ["colour", "eyes"], output)];

    private static byte[][] Read(string output) =>
        [Node("Gather", ["words", "input_ids"], "tokens"), Node("ReduceMean", ["tokens"], output, Axis(1), Flag("keepdims", 0))];

    private static byte[] Model(byte[][] parts, byte[][] inputs, byte[][] outputs) =>
        [.. Proto.Number(1, 8), .. Proto.Message(8, Proto.Number(2, 13)), .. Proto.Message(7, [.. parts, Proto.Text(2, "toy"), .. inputs, .. outputs])];

    private static byte[] Node(string type, string[] inputs, string output, params byte[][] attributes) =>
        Proto.Message(1, [.. inputs.Select(input => Proto.Text(1, input)), Proto.Text(2, output), Proto.Text(3, output), Proto.Text(4, type), .. attributes]);

    private static byte[] Axis(int axis) => Proto.Message(5, Proto.Text(1, "axes"), Proto.Number(8, axis), Proto.Number(20, 7));

    private static byte[] Flag(string name, int value) => Proto.Message(5, Proto.Text(1, name), Proto.Number(3, value), Proto.Number(20, 2));

    private static byte[] Initializer(string name, float[] values, params int[] shape) =>
        Proto.Message(5, [.. shape.Select(side => Proto.Number(1, side)), Proto.Number(2, Float), .. values.Select(value => Proto.Float(4, value)), Proto.Text(8, name)]);

    private static byte[] Elsewhere(string name, string file, params int[] shape) => Proto.Message(
        5, [.. shape.Select(side => Proto.Number(1, side)), Proto.Number(2, Float), Proto.Text(8, name), Proto.Message(13, Proto.Text(1, "location"), Proto.Text(2, file)), Proto.Number(14, 1)]);

    private static byte[] Value(int field, string name, int type, params int[] shape) => Proto.Message(
        field, Proto.Text(1, name), Proto.Message(2, Proto.Message(1, Proto.Number(1, type), Proto.Message(2, [.. shape.Select((side, index) => Side(side, index))]))));

    private static byte[] Side(int side, int index) => Proto.Message(1, side > 0 ? Proto.Number(1, side) : Proto.Text(2, $"n{index}"));
}
