namespace StoryBeats.Cli.Load;

/// <summary>Times of one kind of call, in milliseconds.</summary>
internal sealed record LoadAction(string Action, int Count, double P50Ms, double P95Ms, double P99Ms, double MaxMs)
{
    public static LoadAction Of(string action, double[] times)
    {
        Array.Sort(times);
        return new LoadAction(action, times.Length, At(.5), At(.95), At(.99), At(1));

        // The nearest rank: a time that was really measured.
        double At(double share) => Math.Round(times[Math.Max(0, (int)Math.Ceiling(share * times.Length) - 1)], 1);
    }
}

/// <summary>Memory of the server's process within one minute of load, in megabytes.</summary>
internal sealed record LoadMemory(int Minute, double MeanMb, double MaxMb);

/// <summary>What a load found.</summary>
internal sealed record LoadReport
{
    /// <summary>Where the server listened.</summary>
    public required string Url { get; init; }

    /// <summary>Whether the bench started it, without rate limits, since all visitors come from one address.</summary>
    public required bool OwnServer { get; init; }

    /// <summary>Processor cores of this machine, shared by visitors and server.</summary>
    public required int Cores { get; init; }

    /// <summary>Visitors at once.</summary>
    public required int Visitors { get; init; }

    /// <summary>Seconds of load.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds of processor time that the server used, of all cores together; null for one that is not ours.</summary>
    public required double? ProcessorSeconds { get; init; }

    /// <summary>Calls answered.</summary>
    public required int Calls { get; init; }

    /// <summary>Photos answered.</summary>
    public required int Photos { get; init; }

    /// <summary>Answers by status code, and faults on the way by kind.</summary>
    public required IReadOnlyDictionary<string, int> Outcomes { get; init; }

    /// <summary>Times by kind of call.</summary>
    public required IReadOnlyList<LoadAction> Actions { get; init; }

    /// <summary>The server's memory by minute; empty for a server that is not ours.</summary>
    public required IReadOnlyList<LoadMemory> Memory { get; init; }

    /// <summary>Answers of 500 and above, and calls without an answer.</summary>
    public int Failures => Outcomes.Where(outcome => !(outcome.Key is [>= '1' and <= '4', _, _])).Sum(outcome => outcome.Value);

    /// <summary>How many megabytes the last third of the minutes takes more than the second third, in the mean; null where it is not known.</summary>
    public double? MemoryGrowthMb
    {
        get
        {
            var third = Memory.Count / 3;
            return third == 0 ? null : Math.Round(Memory.TakeLast(third).Average(minute => minute.MeanMb) - Memory.SkipLast(third).TakeLast(third).Average(minute => minute.MeanMb), 1);
        }
    }
}
