using System.Text.Json.Serialization;

namespace StoryBeats.Fuzz;

/// <summary>What came of some files.</summary>
internal sealed class Tally
{
    /// <summary>Files.</summary>
    public long Files { get; set; }

    /// <summary>Files by what came of them.</summary>
    public SortedDictionary<string, long> Outcomes { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The slowest file's milliseconds.</summary>
    public double SlowestMs { get; set; }

    /// <summary>The slowest file's number.</summary>
    public long Slowest { get; set; }

    /// <summary>The most memory that a process held, in MiB.</summary>
    public long PeakMiB { get; set; }

    /// <summary>What must not have happened: number and why.</summary>
    public List<string> Wrong { get; set; } = [];

    public void Add(string outcome)
    {
        Files++;
        Outcomes[outcome] = Outcomes.GetValueOrDefault(outcome) + 1;
    }

    public void Add(Tally other)
    {
        Files += other.Files;
        foreach (var (outcome, count) in other.Outcomes)
            Outcomes[outcome] = Outcomes.GetValueOrDefault(outcome) + count;
        if (other.SlowestMs > SlowestMs)
            (SlowestMs, Slowest) = (other.SlowestMs, other.Slowest);
        PeakMiB = Math.Max(PeakMiB, other.PeakMiB);
        Wrong.AddRange(other.Wrong);
    }
}

[JsonSerializable(typeof(Tally))]
internal sealed partial class TallyJson : JsonSerializerContext;
