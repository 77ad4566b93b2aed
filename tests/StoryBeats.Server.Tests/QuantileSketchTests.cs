using CsCheck;
using StoryBeats.Server.Telemetry;

namespace StoryBeats.Server.Tests;

public sealed class QuantileSketchTests
{
    private static readonly double[] Shares = [0, .01, .5, .9, .95, .99, 1];

    // From a tenth of a millisecond to an hour and more, as often small as large.
    private static readonly Gen<double> Value = Gen.Double[-4, 4].Select(power => Math.Pow(10, power));

    [Fact]
    public void A_quantile_is_off_by_two_percent_at_most() => Value.Array[1, 500].Sample(values =>
    {
        var sketch = Of(values);
        Array.Sort(values);

        foreach (var share in Shares)
        {
            var exact = values[Math.Max(1, (int)Math.Ceiling(share * values.Length)) - 1];
            Math.Abs(sketch.Quantile(share)!.Value - exact).ShouldBeLessThanOrEqualTo(exact * QuantileSketch.Error * 1.0001, $"{share} of {values.Length}");
        }
    });

    [Fact]
    public void Two_sketches_add_up_to_that_of_all_their_values() => Gen.Select(Value.Array[0, 100], Value.Array[0, 100]).Sample((some, others) =>
    {
        var sum = Of(some);
        sum.Add(Of(others));

        var all = Of([.. some, .. others]);
        sum.Count.ShouldBe(all.Count);
        sum.Max.ShouldBe(all.Max);
        sum.Sum.ShouldBe(all.Sum, 1e-6 * (1 + all.Sum));
        foreach (var share in Shares)
            sum.Quantile(share).ShouldBe(all.Quantile(share));
    });

    [Fact]
    public void Without_values_there_is_no_quantile_and_after_clearing_neither()
    {
        var sketch = new QuantileSketch();
        sketch.Quantile(.5).ShouldBeNull();
        sketch.Mean.ShouldBeNull();

        sketch.Add(3);
        sketch.Clear();

        sketch.Quantile(.5).ShouldBeNull();
        sketch.Max.ShouldBe(0);
    }

    [Fact]
    public void Nothing_is_a_value_too_and_what_is_too_much_counts_as_the_most()
    {
        var sketch = Of([0, 0, 0, 1e9]);

        sketch.Quantile(.5).ShouldBe(0);
        sketch.Quantile(1)!.Value.ShouldBe(QuantileSketch.Most, QuantileSketch.Most * .05);
        sketch.Max.ShouldBe(1e9);
    }

    private static QuantileSketch Of(IEnumerable<double> values)
    {
        var sketch = new QuantileSketch();
        foreach (var value in values)
            sketch.Add(value);
        return sketch;
    }
}
