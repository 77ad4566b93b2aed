namespace StoryBeats.Storage;

/// <summary>A database in a SQLite file.</summary>
/// <param name="file">The file.</param>
internal sealed class SqlitePlace(string file)
    : StoragePlace(file, $"The database {file} cannot be used; set StoryBeats__DataDirectory to a folder that can be written.")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _lockFile = file + ".lock";

    public override async Task<IAsyncDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_lockFile)!);
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(50))
        {
            try
            {
                return new FileStream(_lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < Patience && File.Exists(_lockFile))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }
}
