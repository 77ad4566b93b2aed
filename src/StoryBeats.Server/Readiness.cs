namespace StoryBeats.Server;

/// <summary>Whether photos are to be sent here.</summary>
/// <param name="isWarm">True where nothing is warmed up.</param>
/// <param name="lifetime">Says when the server is asked to stop.</param>
internal sealed class Readiness(bool isWarm, IHostApplicationLifetime lifetime)
{
    private volatile bool _isWarm = isWarm;

    /// <summary>Whether models, catalogue and code are loaded: a photo was answered.</summary>
    public bool IsWarm => _isWarm;

    /// <summary>Whether the server answers what it has begun and nothing more.</summary>
    public bool IsDraining => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Notes that a photo was answered.</summary>
    public void Warmed() => _isWarm = true;
}
