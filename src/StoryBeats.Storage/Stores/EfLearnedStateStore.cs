using Microsoft.EntityFrameworkCore;
using StoryBeats.Learning;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Writing;

namespace StoryBeats.Storage.Stores;

/// <summary>The learned state in the database.</summary>
internal sealed class EfLearnedStateStore(IDbContextFactory<StoryBeatsDb> databases, WriteQueue queue, TimeProvider time) : ILearnedStateStore
{
    public async ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return (await db.LearnedStates.AsNoTracking().FirstOrDefaultAsync(row => row.Name == name, cancellationToken))?.Value;
    }

    public async ValueTask WriteAsync(string name, byte[] state, CancellationToken cancellationToken) =>
        await queue.ChangeAsync(
            async (db, token) =>
            {
                await db.LearnedStates.Where(row => row.Name == name).ExecuteDeleteAsync(token);
                db.LearnedStates.Add(new LearnedStateRow { Name = name, Value = state, At = time.GetUtcNow() });
                await db.SaveChangesAsync(token);
            },
            cancellationToken);
}
