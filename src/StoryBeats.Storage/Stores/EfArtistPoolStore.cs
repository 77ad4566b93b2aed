using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using StoryBeats.Retrieval;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Writing;

namespace StoryBeats.Storage.Stores;

/// <summary>Artist pools in the database.</summary>
internal sealed class EfArtistPoolStore(IDbContextFactory<StoryBeatsDb> databases, WriteQueue queue) : IArtistPoolStore
{
    public async ValueTask<ArtistPool?> FindAsync(ArtistPoolKey key, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var row = await db.ArtistPools.AsNoTracking().FirstOrDefaultAsync(
            row => row.Source == key.Source && row.ArtistKey == key.ArtistKey && row.Market == key.Market, cancellationToken);
        if (row is null)
            return null;

        try
        {
            return new ArtistPool(key, JsonSerializer.Deserialize(row.Tracks, PayloadJson.Default.IReadOnlyListTrack) ?? [], row.FilledAt);
        }
        catch (JsonException)
        {
            // Kept by another version: the source is asked again.
            return null;
        }
    }

    public async ValueTask SaveAsync(ArtistPool pool, CancellationToken cancellationToken)
    {
        var (source, artist, market) = pool.Key;
        var tracks = JsonSerializer.SerializeToUtf8Bytes(pool.Tracks, PayloadJson.Default.IReadOnlyListTrack);
        await queue.ChangeAsync(
            async (db, token) =>
            {
                await db.ArtistPools.Where(row => row.Source == source && row.ArtistKey == artist && row.Market == market).ExecuteDeleteAsync(token);
                db.ArtistPools.Add(new ArtistPoolRow { Source = source, ArtistKey = artist, Market = market, Tracks = tracks, FilledAt = pool.FilledAt });
                await db.SaveChangesAsync(token);
            },
            cancellationToken);
    }

    public async ValueTask<IReadOnlyList<KeyValuePair<ArtistPoolKey, DateTimeOffset>>> AgesAsync(string source, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.ArtistPools.AsNoTracking().Where(row => row.Source == source).OrderBy(row => row.FilledAt)
            .Select(row => new { row.ArtistKey, row.Market, row.FilledAt }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => KeyValuePair.Create(new ArtistPoolKey(source, row.ArtistKey, row.Market), row.FilledAt))];
    }
}
