namespace StoryBeats.Telemetry;

/// <summary>
/// What one request cost, and whether its photo was read before. It goes along with the request's work wherever that runs, and not with what
/// goes on for others or after it.
/// </summary>
public sealed class RequestTally
{
    private static readonly AsyncLocal<RequestTally?> Ambient = new();

    private int _spotifyCalls;
    private volatile bool _isRead;
    private volatile bool _isReadAnew;
    private volatile bool _isFailed;

    /// <summary>That of the request being answered, or null.</summary>
    public static RequestTally? Current => Ambient.Value;

    /// <summary>Calls to Spotify that the visitor waited for.</summary>
    public int SpotifyCalls => Volatile.Read(ref _spotifyCalls);

    /// <summary>Whether a photo was read.</summary>
    public bool IsRead => _isRead;

    /// <summary>Whether it failed, though it had begun to answer.</summary>
    public bool IsFailed => _isFailed;

    /// <summary>"first" when somebody had to look at the photo, "cached" when its reading was known, "none" without a photo.</summary>
    public string Reading => !_isRead ? "none" : _isReadAnew ? "first" : "cached";

    /// <summary>Begins that of a request.</summary>
    public static RequestTally Begin() => Ambient.Value = new RequestTally();

    /// <summary>What follows is nobody's request.</summary>
    public static void Leave() => Ambient.Value = null;

    /// <summary>Spotify is called.</summary>
    public void CallsSpotify() => Interlocked.Increment(ref _spotifyCalls);

    /// <summary>No cache knew the photo.</summary>
    public void ReadsAnew() => _isReadAnew = true;

    /// <summary>It fails where the status is said already.</summary>
    public void Fails() => _isFailed = true;

    internal void WasRead() => _isRead = true;
}
