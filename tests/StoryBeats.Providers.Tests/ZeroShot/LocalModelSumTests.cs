using System.Security.Cryptography;

namespace StoryBeats.Providers.Tests.ZeroShot;

/// <summary>Adding a model whose sums the caller knows.</summary>
public sealed class LocalModelSumTests : PublishedToyTests
{
    [Fact]
    public void Sums_are_compared_before_anything_is_opened()
    {
        File.WriteAllText(Onnx("vision_model_quantized.onnx"), "never opened");

        Refused(Sum("vision_model_quantized.onnx"), Sum("text_model.onnx"), new string('0', 64)).ShouldContain("0000");
    }

    [Fact]
    public void Once_a_sum_is_given_every_file_needs_one()
    {
        Refused(Sum("vision_model_quantized.onnx")).ShouldSatisfyAllConditions(
            says => says.ShouldContain("--sha256 was not given for text_model.onnx"),
            says => says.ShouldNotContain("vision_model_quantized.onnx"));
        Refused(Sum("text_model.onnx")).ShouldContain("--sha256 was not given for vision_model_quantized.onnx");

        Add(Sum("vision_model_quantized.onnx"), Sum("text_model.onnx")).Trouble.ShouldBeNull();
    }

    [Theory]
    [InlineData("text_model.onnx_data")]
    [InlineData("text_model.onnx.data")]
    [InlineData("vision_model_quantized.onnx_data")]
    [InlineData("vision_model_quantized.onnx.data")]
    public void So_do_weights_in_files_of_their_own(string weights)
    {
        File.WriteAllText(Onnx(weights), "weights");
        string[] sums = [Sum("vision_model_quantized.onnx"), Sum("text_model.onnx")];

        Refused(sums).ShouldContain($"--sha256 was not given for {weights}");

        Add([.. sums, Sum(weights)]).Trouble.ShouldBeNull();
    }

    [Theory]
    [InlineData("text_model.onnx_data", true)]
    [InlineData("text_model.onnx.data", true)]
    [InlineData("elsewhere.bin", false)]
    public void A_file_that_no_sum_is_asked_for_is_not_read(string weights, bool isRead)
    {
        File.WriteAllBytes(Onnx("text_model.onnx"), ToyOnnx.Text(ToyModel.Vectors, weights: weights));
        File.WriteAllBytes(Onnx(weights), ToyOnnx.Weights(ToyModel.Vectors));

        if (isRead)
            Add().Trouble.ShouldBeNull();
        else
            Refused().ShouldContain("cannot be opened as an ONNX model");
    }

    private string Refused(params string[] sha256)
    {
        var fault = Should.Throw<InvalidDataException>(() => Add(sha256));
        Directory.EnumerateFileSystemEntries(Path.Combine(Data, "models")).ShouldBeEmpty();
        return fault.Message;
    }

    // Capital digits, as some tools print them.
    private string Sum(string name) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Onnx(name))));
}
