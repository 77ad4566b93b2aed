using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Vision;

namespace StoryBeats.Storage.Model;

/// <summary>Everything that is kept. The two databases differ in nothing but their migrations.</summary>
internal abstract class StoryBeatsDb(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<ShownSongRow> ShownSongs => Set<ShownSongRow>();

    /// <summary>Songs shown, without those that passed by and of which nothing was said.</summary>
    public IQueryable<ShownSongRow> CountedAsShown => ShownSongs.AsNoTracking()
        .Where(song => song.Position >= 0 || Feedback.Any(row => row.SessionId == song.SessionId && row.SongId == song.SongId));

    public DbSet<FeedbackRow> Feedback => Set<FeedbackRow>();

    public DbSet<LearnedStateRow> LearnedStates => Set<LearnedStateRow>();

    public DbSet<ArtistPoolRow> ArtistPools => Set<ArtistPoolRow>();

    public DbSet<MeasuredFeaturesRow> MeasuredFeatures => Set<MeasuredFeaturesRow>();

    public DbSet<LinkedAccountRow> LinkedAccounts => Set<LinkedAccountRow>();

    public DbSet<ImportRow> Imports => Set<ImportRow>();

    public DbSet<CounterRow> Counters => Set<CounterRow>();

    public DbSet<ForgottenVisitorRow> ForgottenVisitors => Set<ForgottenVisitorRow>();

    public DbSet<InstallationRow> Installation => Set<InstallationRow>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<AudioFeatures>().HaveConversion<FeatureText>();
        configurationBuilder.Properties<MoodCategory>().HaveConversion<string>();
        configurationBuilder.Properties<FeedbackSignal>().HaveConversion<string>();
        configurationBuilder.Properties<FeedbackReason>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SessionRow>(session =>
        {
            session.ToTable("sessions");
            session.HasKey(row => row.Id);
            session.HasIndex(row => row.Visitor);
            session.HasIndex(row => row.LastUsed);
            // Few have a ranking still: the sweeper need not look through a year of sessions for them.
            session.HasIndex(row => row.LastUsed, "ranked").HasDatabaseName("ix_sessions_ranked").HasFilter("payload IS NOT NULL");
        });
        modelBuilder.Entity<ShownSongRow>(song =>
        {
            song.ToTable("shown_songs");
            song.HasKey(row => new { row.SessionId, row.Position });
            song.HasIndex(row => new { row.SessionId, row.SongId }).IsUnique();
            song.HasIndex(row => row.At);
            song.HasOne<SessionRow>().WithMany().HasForeignKey(row => row.SessionId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<FeedbackRow>(feedback =>
        {
            feedback.ToTable("feedback");
            feedback.HasKey(row => row.Id);
            feedback.HasIndex(row => new { row.SessionId, row.SongId });
            feedback.HasIndex(row => row.Visitor);
            feedback.HasIndex(row => row.At);
            feedback.HasIndex(row => new { row.Signal, row.Weight });
            feedback.HasOne<SessionRow>().WithMany().HasForeignKey(row => row.SessionId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<LearnedStateRow>(state =>
        {
            state.ToTable("learned_state");
            state.HasKey(row => row.Name);
        });
        modelBuilder.Entity<ArtistPoolRow>(pool =>
        {
            pool.ToTable("artist_pools");
            pool.HasKey(row => new { row.Source, row.ArtistKey, row.Market });
        });
        modelBuilder.Entity<MeasuredFeaturesRow>(measured =>
        {
            measured.ToTable("measured_features");
            measured.HasKey(row => row.TrackId);
        });
        modelBuilder.Entity<LinkedAccountRow>(account =>
        {
            account.ToTable("linked_accounts");
            account.HasKey(row => row.Id);
            account.HasIndex(row => row.Updated);
        });
        modelBuilder.Entity<ImportRow>(import =>
        {
            import.ToTable("imports");
            import.HasKey(row => row.Checksum);
        });
        modelBuilder.Entity<CounterRow>(counter =>
        {
            counter.ToTable("counters");
            counter.HasKey(row => row.Name);
        });
        modelBuilder.Entity<ForgottenVisitorRow>(visitor =>
        {
            visitor.ToTable("forgotten_visitors");
            visitor.HasKey(row => row.Hash);
            visitor.HasIndex(row => row.At);
        });
        modelBuilder.Entity<InstallationRow>(secret =>
        {
            secret.ToTable("installation");
            secret.HasKey(row => row.Name);
        });
    }
}

/// <summary>The database as a SQLite file.</summary>
internal sealed class SqliteDb(DbContextOptions<SqliteDb> options) : StoryBeatsDb(options);

/// <summary>The database in PostgreSQL.</summary>
internal sealed class PostgresDb(DbContextOptions<PostgresDb> options) : StoryBeatsDb(options);
