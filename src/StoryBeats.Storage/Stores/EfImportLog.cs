using Microsoft.EntityFrameworkCore;
using StoryBeats.Catalog;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Writing;

namespace StoryBeats.Storage.Stores;

/// <summary>Imports in the database.</summary>
internal sealed class EfImportLog(IDbContextFactory<StoryBeatsDb> databases, WriteQueue queue) : IImportLog
{
    public async ValueTask<CatalogImport?> FindAsync(string checksum, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Imports.AsNoTracking().FirstOrDefaultAsync(row => row.Checksum == checksum, cancellationToken) is { } row ? Import(row) : null;
    }

    public async ValueTask<IReadOnlyList<CatalogImport>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return [.. (await db.Imports.AsNoTracking().OrderByDescending(row => row.Started).ToListAsync(cancellationToken)).Select(Import)];
    }

    public async ValueTask SaveAsync(CatalogImport import, CancellationToken cancellationToken) =>
        await queue.ChangeAsync(
            async (db, token) =>
            {
                await db.Imports.Where(row => row.Checksum == import.Checksum).ExecuteDeleteAsync(token);
                db.Imports.Add(new ImportRow
                {
                    Checksum = import.Checksum,
                    FileName = import.FileName,
                    Started = import.Started,
                    Finished = import.Finished,
                    Rows = import.Rows,
                    Refused = import.Refused,
                });
                await db.SaveChangesAsync(token);
            },
            cancellationToken);

    private static CatalogImport Import(ImportRow row) => new(row.Checksum, row.FileName, row.Started, row.Finished, row.Rows, row.Refused);
}
