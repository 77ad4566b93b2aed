using Microsoft.EntityFrameworkCore;
using StoryBeats.Storage.Model;

namespace StoryBeats.Storage;

/// <summary>What a SQLite file needs beyond its migrations.</summary>
internal static class SqliteFile
{
    /// <summary>Readers do not wait for the writer; and a process killed while it migrated leaves EF's lock behind, which nobody else would lift.</summary>
    public static async Task PrepareAsync(SqliteDb db, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL; DROP TABLE IF EXISTS \"__EFMigrationsLock\";", cancellationToken);
    }
}
