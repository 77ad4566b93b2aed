namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>
/// The rows that may be among the nearest, by their rough distances. A histogram tells how far the last that is wanted lies at most; what lies
/// farther by more than both errors together can no longer come in.
/// </summary>
/// <param name="wanted">How many are wanted, at least 1.</param>
/// <param name="error">Most that a rough distance is off.</param>
internal sealed class NearestSoFar(int wanted, double error)
{
    private const int BinBits = 5;

    private readonly int[] _bins = new int[(ushort.MaxValue >> BinBits) + 1];
    private readonly int _slack = (int)Math.Ceiling(2 * error) + 1;
    private readonly List<ulong> _rows = new(8 * wanted);
    private int _last = ushort.MaxValue >> BinBits;
    private int _within;

    /// <summary>Rows farther than this need not be added.</summary>
    public ushort Limit { get; private set; } = ushort.MaxValue;

    public void Add(ushort distance, int row)
    {
        if (distance > Limit)
            return;

        _rows.Add(((ulong)distance << 32) | (uint)row);
        var bin = distance >> BinBits;
        _bins[bin]++;
        if (bin <= _last)
            _within++;
        while (_within - _bins[_last] >= wanted)
            _within -= _bins[_last--];
        Limit = (ushort)Math.Min(ushort.MaxValue, ((_last + 1) << BinBits) - 1 + _slack);
    }

    /// <summary>The rows with their rough distances, nearest first.</summary>
    public IEnumerable<(int Distance, int Row)> InOrder()
    {
        _rows.RemoveAll(row => row >> 32 > Limit);
        _rows.Sort();
        return _rows.Select(row => ((int)(row >> 32), (int)(uint)row));
    }
}
