using StoryBeats.Vision;

namespace StoryBeats.Learning;

/// <summary>One voter and what they said.</summary>
internal sealed record Voter(IReadOnlyList<Vote> Votes)
{
    public Voter In(MoodCategory mood) => this with { Votes = [.. Votes.Where(vote => vote.Opinion.Mood == mood)] };
}

/// <summary>An opinion as it counts today.</summary>
/// <param name="Opinion">The opinion.</param>
/// <param name="Weight">Its weight, decayed.</param>
/// <param name="Loudness">The part of the weight that is heard: little of who always says the same.</param>
/// <param name="Lean">Weight and direction, against what the voter says of all songs.</param>
internal readonly record struct Vote(Opinion Opinion, double Weight, double Loudness, double Lean);

/// <summary>All that one voter says of one thing: never more than one voice.</summary>
/// <param name="Told">How much was told.</param>
/// <param name="Lean">Where it leans.</param>
internal readonly record struct Voice(double Told, double Lean)
{
    /// <summary>How much is heard of it, 0 to 1.</summary>
    public double Loudness => Math.Min(1, Told);

    /// <summary>What is heard, -1 to 1.</summary>
    public double Net => Math.Clamp(Lean, -1, 1);

    public Voice Plus(Vote vote) => new(Told + vote.Loudness, Lean + vote.Lean);
}
