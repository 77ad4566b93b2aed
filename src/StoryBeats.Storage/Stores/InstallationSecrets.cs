using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using StoryBeats.Storage.Model;

namespace StoryBeats.Storage.Stores;

/// <summary>Secrets of this installation, made once and the same for every process of it.</summary>
internal sealed class InstallationSecrets(IDbContextFactory<StoryBeatsDb> databases)
{
    private const string FingerprintKeyName = "photo-fingerprint-key";

    private byte[]? _fingerprintKey;

    /// <summary>The key of photo fingerprints; known once the server has started.</summary>
    public byte[] FingerprintKey => _fingerprintKey ?? throw new InvalidOperationException("The installation's secrets are read at start.");

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // Of several processes that start at once, the first one's key is everybody's.
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO installation (name, value) VALUES ({FingerprintKeyName}, {RandomNumberGenerator.GetBytes(32)}) ON CONFLICT (name) DO NOTHING",
            cancellationToken);
        _fingerprintKey = (await db.Installation.AsNoTracking().FirstAsync(row => row.Name == FingerprintKeyName, cancellationToken)).Value;
    }
}
