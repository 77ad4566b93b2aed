namespace StoryBeats.Storage;

/// <summary>Where the database is, in words for people.</summary>
/// <param name="Name">Its name in logs.</param>
/// <param name="Fault">The sentence when it cannot be used, and what to do.</param>
/// <param name="LockFile">The file that makes processes on one folder start one after another, or null where the database sees to that.</param>
internal sealed record StoragePlace(string Name, string Fault, string? LockFile)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static StoragePlace Postgres { get; } = new(
        "the PostgreSQL database", "PostgreSQL cannot be used; check ConnectionStrings__Postgres and that the server runs.", null);

    public static StoragePlace Sqlite(string file) => new(
        file, $"The database {file} cannot be used; set StoryBeats__DataDirectory to a folder that can be written.", file + ".lock");

    /// <summary>Waits until no other process starts on this place; the system lifts the lock of a process that was killed.</summary>
    public async Task<FileStream?> TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (LockFile is null)
            return null;

        Directory.CreateDirectory(Path.GetDirectoryName(LockFile)!);
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(50))
        {
            try
            {
                return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < Patience && File.Exists(LockFile))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }
}
