namespace StoryBeats.Learning;

/// <summary>Keeps what was learned, so that a start need not read all feedback first.</summary>
public interface ILearnedStateStore
{
    /// <summary>What was kept last, or null.</summary>
    ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a state in place of the last.</summary>
    ValueTask WriteAsync(byte[] state, CancellationToken cancellationToken);
}
