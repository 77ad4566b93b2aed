using Microsoft.EntityFrameworkCore;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Writing;
using StoryBeats.Visitors;

namespace StoryBeats.Storage.Stores;

/// <summary>Linked accounts in the database.</summary>
internal sealed class EfLinkedAccountStore(IDbContextFactory<StoryBeatsDb> databases, WriteQueue queue) : ILinkedAccountStore
{
    public async ValueTask<LinkedAccount?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.LinkedAccounts.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken) is { } row
            ? new LinkedAccount(row.Id, row.Tokens, row.Updated)
            : null;
    }

    public async ValueTask SaveAsync(LinkedAccount account, CancellationToken cancellationToken) =>
        await queue.ChangeAsync(
            async (db, token) =>
            {
                await db.LinkedAccounts.Where(row => row.Id == account.Id).ExecuteDeleteAsync(token);
                db.LinkedAccounts.Add(new LinkedAccountRow { Id = account.Id, Tokens = account.Tokens, Updated = account.Updated });
                await db.SaveChangesAsync(token);
            },
            cancellationToken);

    public async ValueTask<bool> ForgetAsync(string id, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        await queue.ChangeAsync(async (db, token) => forgotten = await db.LinkedAccounts.Where(row => row.Id == id).ExecuteDeleteAsync(token), cancellationToken);
        return forgotten > 0;
    }
}
