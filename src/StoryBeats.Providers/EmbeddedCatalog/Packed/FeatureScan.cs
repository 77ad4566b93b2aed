using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>Reads columns 32 songs at a time and keeps those that may be among the nearest.</summary>
internal readonly ref struct FeatureScan(MappedBytes map, FeatureMeasure measure, FeatureQuery query)
{
    private const int Step = 4096;

    private readonly ref byte _energy = ref MemoryMarshal.GetReference(map[PackedSection.Energy]);
    private readonly ref byte _valence = ref MemoryMarshal.GetReference(map[PackedSection.Valence]);
    private readonly ref byte _danceability = ref MemoryMarshal.GetReference(map[PackedSection.Danceability]);
    private readonly ref byte _acousticness = ref MemoryMarshal.GetReference(map[PackedSection.Acousticness]);
    private readonly ref byte _tempo = ref MemoryMarshal.GetReference(map[PackedSection.Tempo]);
    private readonly ref byte _popularity = ref MemoryMarshal.GetReference(map[PackedSection.Popularity]);
    private readonly ref byte _year = ref MemoryMarshal.GetReference(map[PackedSection.Year]);
    private readonly FeatureMeasure _measure = measure;
    private readonly FeatureQuery _query = query;

    /// <summary>
    /// Scans a language's songs with features. They lie by their energy, so it goes from the energy wanted to either side, as far as a song may
    /// still be near enough.
    /// </summary>
    public void Scan(PackedLanguage language, NearestSoFar nearest)
    {
        var energies = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref _energy, language.First), language.WithFeatures);
        var found = energies.BinarySearch(_measure.Energy.Target);
        var middle = found >= 0 ? found : ~found;
        for (var row = middle; row < energies.Length && IsInReach(energies[row], nearest); row += Step)
            ScanRows(language.First + row, Math.Min(Step, energies.Length - row), nearest);
        for (var end = middle; end > 0 && IsInReach(energies[end - 1], nearest); end -= Step)
            ScanRows(language.First + Math.Max(0, end - Step), Math.Min(Step, end), nearest);
    }

    private bool IsInReach(byte energy, NearestSoFar nearest) => Math.Abs(energy - _measure.Energy.Target) * _measure.Energy.Weight <= nearest.Limit;

    private void ScanRows(int first, int count, NearestSoFar nearest)
    {
        Span<ushort> distances = stackalloc ushort[Vector256<byte>.Count];
        var energy = new Term(_measure.Energy);
        var valence = new Term(_measure.Valence);
        var danceability = new Term(_measure.Danceability);
        var acousticness = new Term(_measure.Acousticness);
        var tempo = new Term(_measure.Tempo);
        var most = Vector256.Create(_measure.Tempo.Most);
        var filter = new Filter(_query);
        var limit = Vector256.Create(nearest.Limit);
        for (var done = 0; done < count; done += Vector256<byte>.Count)
        {
            var row = (nuint)(first + done);
            var even = Vector256<ushort>.Zero;
            var odd = Vector256<ushort>.Zero;
            Add(energy.Difference(ref _energy, row), energy.Weight, ref even, ref odd);
            Add(valence.Difference(ref _valence, row), valence.Weight, ref even, ref odd);
            Add(danceability.Difference(ref _danceability, row), danceability.Weight, ref even, ref odd);
            Add(acousticness.Difference(ref _acousticness, row), acousticness.Weight, ref even, ref odd);
            Add(Vector256.Min(tempo.Difference(ref _tempo, row), most), tempo.Weight, ref even, ref odd);
            var (evenNear, oddNear) = (Vector256.LessThanOrEqual(even, limit), Vector256.LessThanOrEqual(odd, limit));
            if ((evenNear | oddNear) == Vector256<ushort>.Zero)
                continue;

            var songs = Vector256.ConditionalSelect(Vector256.Create((ushort)byte.MaxValue), evenNear, oddNear).AsByte() & filter.Allowed(ref _popularity, ref _year, row);
            var near = songs.ExtractMostSignificantBits();
            if (count - done < Vector256<byte>.Count)
                near &= (1u << (count - done)) - 1;
            if (near is 0)
                continue;

            even.CopyTo(distances);
            odd.CopyTo(distances[Vector256<ushort>.Count..]);
            for (; near != 0; near &= near - 1)
            {
                var lane = BitOperations.TrailingZeroCount(near);
                if (!_query.Excluded.Contains(first + done + lane))
                    nearest.Add(distances[(lane / 2) + (lane % 2 * Vector256<ushort>.Count)], first + done + lane);
            }

            limit = Vector256.Create(nearest.Limit);
        }
    }

    // Songs in even places and in odd ones apart: taking bytes in pairs costs less than keeping their order.
    private static void Add(Vector256<byte> difference, Vector256<ushort> weight, ref Vector256<ushort> even, ref Vector256<ushort> odd)
    {
        var pairs = difference.AsUInt16();
        even += (pairs & Vector256.Create((ushort)byte.MaxValue)) * weight;
        odd += Vector256.ShiftRightLogical(pairs, 8) * weight;
    }

    private readonly struct Term(FeatureTerm term)
    {
        private readonly Vector256<byte> _target = Vector256.Create(term.Target);

        public Vector256<ushort> Weight { get; } = Vector256.Create(term.Weight);

        public Vector256<byte> Difference(ref byte column, nuint row)
        {
            var values = Vector256.LoadUnsafe(ref column, row);
            return Vector256.Max(values, _target) - Vector256.Min(values, _target);
        }
    }

    private readonly struct Filter(FeatureQuery query)
    {
        private readonly Vector256<byte> _leastKnown = Vector256.Create(PackedColumns.Popularity(query.MinPopularity));
        private readonly Vector256<byte> _bestKnown = Vector256.Create(PackedColumns.Popularity(query.MaxPopularity));
        private readonly Vector256<byte> _first = Vector256.Create(PackedColumns.Year(query.ReleasedFrom ?? 0));
        // Without a year asked for an unknown one is as good as any.
        private readonly Vector256<byte> _last = Vector256.Create(
            query is { ReleasedFrom: null, ReleasedTo: null } ? PackedColumns.Unknown : PackedColumns.Year(query.ReleasedTo ?? int.MaxValue));

        public Vector256<byte> Allowed(ref byte popularities, ref byte years, nuint row)
        {
            var popularity = Vector256.LoadUnsafe(ref popularities, row);
            var year = Vector256.LoadUnsafe(ref years, row);
            return (Within(popularity, _leastKnown, _bestKnown) | Vector256.Equals(popularity, Vector256.Create(PackedColumns.Unknown)))
                & Within(year, _first, _last);
        }

        private static Vector256<byte> Within(Vector256<byte> values, Vector256<byte> least, Vector256<byte> most) =>
            Vector256.GreaterThanOrEqual(values, least) & Vector256.LessThanOrEqual(values, most);
    }
}
