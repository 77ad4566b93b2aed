namespace StoryBeats.Learning.Simulation;

/// <summary>Random numbers that depend on nothing but a seed and what they are drawn for: the same in any order, on any machine.</summary>
internal readonly record struct SeededDraws(ulong Key)
{
    public static SeededDraws From(int seed) => new SeededDraws(0x9E3779B97F4A7C15).For(seed);

    /// <summary>Draws for one thing of many.</summary>
    public SeededDraws For(int number) => new(Mix(Key ^ ((ulong)(uint)number + 0x632BE59BD9B4E019)));

    /// <summary>Draws for what has a name.</summary>
    public SeededDraws For(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in name)
            hash = (hash ^ character) * 1099511628211UL;
        return new(Mix(Key ^ hash));
    }

    /// <summary>Evenly from 0 to below 1.</summary>
    public double Uniform() => (Mix(Key + 0x9E3779B97F4A7C15) >> 11) * (1.0 / (1UL << 53));

    /// <summary>From the standard normal distribution.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - For(1).Uniform())) * Math.Cos(2 * Math.PI * For(2).Uniform());

    // SplitMix64's finalizer.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
