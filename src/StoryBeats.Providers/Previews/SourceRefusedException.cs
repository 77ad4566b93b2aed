namespace StoryBeats.Providers.Previews;

/// <summary>A catalogue wants to be left alone for a while, or we leave it alone before it has to say so.</summary>
internal sealed class SourceRefusedException : HttpRequestException
{
    private SourceRefusedException(string message, TimeSpan? pause)
        : base(message) => Pause = pause;

    /// <summary>How long it wants to be left alone; null when only our own budget is used up, which says nothing of the catalogue.</summary>
    public TimeSpan? Pause { get; }

    /// <summary>The catalogue refused.</summary>
    public static SourceRefusedException By(string source, TimeSpan pause) => new($"{source} refuses for {pause.TotalSeconds:0} s.", pause);

    /// <summary>Our own budget of calls is used up.</summary>
    public static SourceRefusedException OverBudget(string source) => new($"The calls to {source} are used up for now.", null);
}
