namespace StoryBeats.Storage.Model;

/// <summary>One file's import into the catalogue.</summary>
internal sealed class ImportRow
{
    public required string Checksum { get; set; }

    public required string FileName { get; set; }

    public DateTimeOffset Started { get; set; }

    public DateTimeOffset? Finished { get; set; }

    public long Rows { get; set; }

    public long Refused { get; set; }
}
