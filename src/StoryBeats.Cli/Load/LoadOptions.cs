namespace StoryBeats.Cli.Load;

/// <summary>Who visits, for how long, and what they bring.</summary>
internal sealed record LoadOptions
{
    /// <summary>Visitors at once; default 200.</summary>
    public int Visitors { get; init; } = 200;

    /// <summary>Minutes of load; default 10.</summary>
    public double Minutes { get; init; } = 10;

    /// <summary>Seconds a visitor looks at what came before doing the next thing, in the mean; exponentially distributed; default 5.</summary>
    public double ThinkSeconds { get; init; } = 5;

    /// <summary>What a visitor does with the songs of a photo, in the mean; uniform from none to twice as much; default 6.</summary>
    public int FollowUps { get; init; } = 6;

    /// <summary>What visitors do is drawn from it; default 1.</summary>
    public int Seed { get; init; } = 1;
}
