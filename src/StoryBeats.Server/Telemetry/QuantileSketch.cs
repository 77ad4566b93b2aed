namespace StoryBeats.Server.Telemetry;

/// <summary>
/// Quantiles of many values in little memory: counts in buckets that grow by a constant factor, so that every quantile is off by 2 % at most.
/// Two sketches add up to that of all their values.
/// </summary>
internal sealed class QuantileSketch
{
    /// <summary>The largest relative error of a quantile between <see cref="Least"/> and <see cref="Most"/>.</summary>
    public const double Error = .02;

    /// <summary>What is less counts as nothing: a tenth of a millisecond, in seconds.</summary>
    public const double Least = 1e-4;

    /// <summary>What is more counts as this.</summary>
    public const double Most = 1e4;

    // The middle of a bucket is as far from both of its ends, relative to them.
    private const double Growth = (1 + Error) / (1 - Error);

    private static readonly double LogGrowth = Math.Log(Growth);
    private static readonly int Buckets = (int)Math.Ceiling(Math.Log(Most / Least) / LogGrowth) + 1;

    // Most slices of an hour see nothing of most things.
    private int[]? _counts;
    private int _nothings;

    /// <summary>How many values.</summary>
    public int Count { get; private set; }

    /// <summary>Their sum, exactly.</summary>
    public double Sum { get; private set; }

    /// <summary>The greatest, exactly; 0 without values.</summary>
    public double Max { get; private set; }

    /// <summary>Their mean, or null without values.</summary>
    public double? Mean => Count == 0 ? null : Sum / Count;

    /// <summary>Adds a value that is not negative.</summary>
    public void Add(double value)
    {
        Count++;
        Sum += value;
        Max = Math.Max(Max, value);
        if (value < Least)
            _nothings++;
        else
            (_counts ??= new int[Buckets])[(int)(Math.Log(Math.Min(value, Most) / Least) / LogGrowth)]++;
    }

    /// <summary>Adds what another has seen.</summary>
    public void Add(QuantileSketch other)
    {
        Count += other.Count;
        Sum += other.Sum;
        Max = Math.Max(Max, other.Max);
        _nothings += other._nothings;
        if (other._counts is null)
            return;

        _counts ??= new int[Buckets];
        for (var i = 0; i < Buckets; i++)
            _counts[i] += other._counts[i];
    }

    /// <summary>The least value that so large a share of all does not exceed, or null without values.</summary>
    /// <param name="share">0 to 1.</param>
    public double? Quantile(double share)
    {
        if (Count == 0)
            return null;

        var rank = Math.Max(1, (int)Math.Ceiling(share * Count)) - _nothings;
        if (rank <= 0 || _counts is null)
            return 0;

        var bucket = 0;
        while ((rank -= _counts[bucket]) > 0)
            bucket++;
        return Math.Min(Max, Least * Math.Pow(Growth, bucket) * (1 + Error));
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        if (_counts is not null)
            Array.Clear(_counts);
        (Count, Sum, Max, _nothings) = (0, 0, 0, 0);
    }
}
