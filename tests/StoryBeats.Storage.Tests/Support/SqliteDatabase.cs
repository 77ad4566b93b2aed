using StoryBeats.Tests.Support;

namespace StoryBeats.Storage.Tests.Support;

/// <summary>A SQLite file in a folder of its own.</summary>
internal sealed class SqliteDatabase : TestDatabase
{
    private readonly TempFolder _folder = new();

    public string Folder => _folder.Path;

    public string File => Path.Combine(Folder, StorageOptions.FileName);

    public override IReadOnlyDictionary<string, string?> Settings => App.DataDirectory(Folder);

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
