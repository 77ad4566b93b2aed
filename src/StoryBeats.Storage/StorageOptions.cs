using System.ComponentModel.DataAnnotations;

namespace StoryBeats.Storage;

/// <summary>What is kept, and for how long.</summary>
public sealed class StorageOptions
{
    /// <summary>The configuration section: <c>Storage</c>.</summary>
    public const string SectionName = "Storage";

    /// <summary>The connection string that turns on PostgreSQL: <c>ConnectionStrings:Postgres</c>. Without it, SQLite.</summary>
    public const string PostgresConnection = "Postgres";

    /// <summary>The SQLite file in the data directory.</summary>
    public const string FileName = "storybeats.db";

    /// <summary>Days after which shown songs and feedback are deleted; default 365.</summary>
    [Range(1, 3650)]
    public int RetentionDays { get; set; } = 365;
}
