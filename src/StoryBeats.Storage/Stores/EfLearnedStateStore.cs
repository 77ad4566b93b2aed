using Microsoft.EntityFrameworkCore;
using StoryBeats.Learning;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Writing;

namespace StoryBeats.Storage.Stores;

/// <summary>The learned state in the database.</summary>
internal sealed class EfLearnedStateStore(IDbContextFactory<StoryBeatsDb> databases, WriteQueue queue, TimeProvider time) : ILearnedStateStore
{
    private const string Name = "crowd";

    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return (await db.LearnedStates.AsNoTracking().FirstOrDefaultAsync(row => row.Name == Name, cancellationToken))?.Value;
    }

    public async ValueTask WriteAsync(byte[] state, CancellationToken cancellationToken) =>
        await queue.ChangeAsync(
            async (db, token) =>
            {
                await db.LearnedStates.Where(row => row.Name == Name).ExecuteDeleteAsync(token);
                db.LearnedStates.Add(new LearnedStateRow { Name = Name, Value = state, At = time.GetUtcNow() });
                await db.SaveChangesAsync(token);
            },
            cancellationToken);
}
