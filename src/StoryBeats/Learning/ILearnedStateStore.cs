namespace StoryBeats.Learning;

/// <summary>Keeps what was found out, so that a start need not find it out again.</summary>
public interface ILearnedStateStore
{
    /// <summary>What was kept last under a name, or null.</summary>
    ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Keeps a state in place of the last of that name.</summary>
    ValueTask WriteAsync(string name, byte[] state, CancellationToken cancellationToken);
}
