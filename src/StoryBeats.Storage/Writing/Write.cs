using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using StoryBeats.Storage.Model;

namespace StoryBeats.Storage.Writing;

/// <summary>A change waiting for its turn. It may be tried twice, so it must not keep anything of a first try.</summary>
internal abstract class Write
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the change is on disk, or could not be made.</summary>
    public Task Done => _done.Task;

    public void Complete() => _done.TrySetResult();

    public void Fail(Exception fault) => _done.TrySetException(fault);
}

/// <summary>A signal: neighbours are written in one statement.</summary>
internal sealed class FeedbackWrite(FeedbackRow row) : Write
{
    public FeedbackRow Row { get; } = row;
}

/// <summary>Forgets sessions, with their shown songs and feedback.</summary>
internal sealed class ForgetWrite(Expression<Func<SessionRow, bool>> which) : Write
{
    /// <summary>How many sessions were forgotten.</summary>
    public int Forgotten { get; private set; }

    public async Task ApplyAsync(StoryBeatsDb db) => Forgotten = await db.Sessions.Where(which).ExecuteDeleteAsync();
}

/// <summary>Any other change.</summary>
internal sealed class ChangeWrite(Func<StoryBeatsDb, CancellationToken, Task> change) : Write
{
    public Task ApplyAsync(StoryBeatsDb db) => change(db, CancellationToken.None);
}
