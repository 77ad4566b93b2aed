namespace StoryBeats.Storage.Model;

/// <summary>A secret of this installation.</summary>
internal sealed class InstallationRow
{
    public required string Name { get; set; }

    public required byte[] Value { get; set; }
}
