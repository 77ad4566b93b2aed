using Microsoft.EntityFrameworkCore;
using StoryBeats.Catalog;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Writing;

namespace StoryBeats.Storage.Stores;

/// <summary>Measured features in the database.</summary>
internal sealed class EfMeasuredFeatureStore(IDbContextFactory<StoryBeatsDb> databases, WriteQueue queue) : IMeasuredFeatureStore
{
    public async ValueTask<IReadOnlyDictionary<TrackId, MeasuredFeatures>> FindAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Select(id => id.Value).ToList();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.MeasuredFeatures.AsNoTracking().Where(row => wanted.Contains(row.TrackId)).ToListAsync(cancellationToken);
        return rows.ToDictionary(
            row => new TrackId(row.TrackId),
            row => new MeasuredFeatures(new TrackId(row.TrackId), row.Source, row.Features, row.Popularity, row.At));
    }

    public async ValueTask SaveAsync(IReadOnlyCollection<MeasuredFeatures> measured, CancellationToken cancellationToken)
    {
        var rows = measured.Select(one => new MeasuredFeaturesRow
        {
            TrackId = one.Id.Value,
            Source = one.Source,
            Features = one.Features,
            Popularity = one.Popularity,
            At = one.At,
        }).ToList();
        var ids = rows.ConvertAll(row => row.TrackId);
        await queue.ChangeAsync(
            async (db, token) =>
            {
                await db.MeasuredFeatures.Where(row => ids.Contains(row.TrackId)).ExecuteDeleteAsync(token);
                db.MeasuredFeatures.AddRange(rows);
                await db.SaveChangesAsync(token);
            },
            cancellationToken);
    }
}
