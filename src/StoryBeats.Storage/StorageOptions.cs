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

    /// <summary>Seconds that a start waits for a PostgreSQL that does not answer yet; default 60. Then it ends, for whoever watches over it to start it again.</summary>
    [Range(0, 3600)]
    public int StartPatienceSeconds { get; set; } = 60;
}
