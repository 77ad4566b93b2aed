using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Learning;
using StoryBeats.Outages;
using StoryBeats.Photos;
using StoryBeats.Recommendations;
using StoryBeats.Retrieval;
using StoryBeats.Sessions;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Outages;
using StoryBeats.Storage.Stores;
using StoryBeats.Storage.Writing;
using StoryBeats.Visitors;

namespace StoryBeats.Storage;

/// <summary>Registers what is kept.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds storage: PostgreSQL with <c>ConnectionStrings:Postgres</c>, else SQLite in the data directory. Call it before
    /// <see cref="StoryBeatsServices.AddStoryBeats"/>, whose stores in memory are for programs without one.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<StorageOptions, StorageOptionsValidator>(configuration.GetSection(StorageOptions.SectionName));
        services.AddMetrics();
        services.TryAddSingleton<Parts>();
        services.TryAddSingleton<ISessionCopies, NoSessionCopies>();
        if (configuration.GetConnectionString(StorageOptions.PostgresConnection) is { Length: > 0 } postgres)
            services.AddPostgres(postgres);
        else
            services.AddSqlite();

        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<StoryBeatsDb>>().CreateDbContext());
        services.AddDataProtection().SetApplicationName("StoryBeats").PersistKeysToDbContext<StoryBeatsDb>();
        services.AddSingleton<InstallationSecrets>();
        services.AddHostedService<StorageStartup>();
        services.AddHostedService<Sweeper>();

        services.AddSingleton<WriteQueue>();
        services.AddSingleton<SessionClock>();
        services.AddSingleton<EfSessionStore>();
        services.AddSingleton<IFeedbackStore, EfFeedbackStore>();
        services.AddSingleton<IFeedbackReports, EfFeedbackReports>();
        services.AddSingleton<IVisitorRecords, EfVisitorRecords>();
        services.AddSingleton<ILearnedStateStore, EfLearnedStateStore>();
        services.AddSingleton<IArtistPoolStore, EfArtistPoolStore>();
        services.AddSingleton<IMeasuredFeatureStore, EfMeasuredFeatureStore>();
        services.AddSingleton<ILinkedAccountStore, EfLinkedAccountStore>();
        services.AddSingleton<IImportLog, EfImportLog>();
        services.AddSingleton(provider => new PhotoFingerprinter(() => provider.GetRequiredService<InstallationSecrets>().FingerprintKey));
        return services;
    }

    private static void AddPostgres(this IServiceCollection services, string connection)
    {
        try
        {
            connection = WithTimeLimits(new NpgsqlConnectionStringBuilder(connection));
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"{PostgresPlace.Unusable} ({fault.Message})", fault);
        }

        services.AddSingleton<StoragePlace>(new PostgresPlace(connection));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PostgresWatch>(provider, connection));
        services.AddSingleton<CopiedSessionStore>();
        services.AddSingleton<ISessionStore>(provider => provider.GetRequiredService<CopiedSessionStore>());
        services.AddHostedService<SessionsComeHome>();
        services.AddPooledDbContextFactory<PostgresDb>((provider, options) => options
            .UseNpgsql(connection)
            .AddInterceptors(provider.GetRequiredService<PostgresWatch>())
            .UseSnakeCaseNamingConvention());
        services.AddSingleton<IDbContextFactory<StoryBeatsDb>>(provider =>
            new DbContextFactory<PostgresDb>(provider.GetRequiredService<IDbContextFactory<PostgresDb>>()));
    }

    // Visitors wait for what waits here. Whoever sets other limits keeps them.
    private static string WithTimeLimits(NpgsqlConnectionStringBuilder connection)
    {
        if (!connection.ShouldSerialize("Timeout"))
            connection.Timeout = 5;
        if (!connection.ShouldSerialize("Command Timeout"))
            connection.CommandTimeout = 5;
        if (!connection.ShouldSerialize("Cancellation Timeout"))
            connection.CancellationTimeout = 500;
        return connection.ConnectionString;
    }

    private static void AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton<StoragePlace>(provider => new SqlitePlace(
            Path.Combine(Path.GetFullPath(provider.GetRequiredService<IOptions<StoryBeatsOptions>>().Value.DataDirectory), StorageOptions.FileName)));
        services.AddSingleton<ISessionStore>(provider => provider.GetRequiredService<EfSessionStore>());
        services.AddPooledDbContextFactory<SqliteDb>((provider, options) => options
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = provider.GetRequiredService<StoragePlace>().Name }.ConnectionString)
            .AddInterceptors(new SqliteForgets())
            .UseSnakeCaseNamingConvention());
        services.AddSingleton<IDbContextFactory<StoryBeatsDb>>(provider =>
            new DbContextFactory<SqliteDb>(provider.GetRequiredService<IDbContextFactory<SqliteDb>>()));
    }
}

[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;

/// <summary>One database for the stores, whichever it is.</summary>
internal sealed class DbContextFactory<T>(IDbContextFactory<T> databases) : IDbContextFactory<StoryBeatsDb>
    where T : StoryBeatsDb
{
    public StoryBeatsDb CreateDbContext() => databases.CreateDbContext();

    public async Task<StoryBeatsDb> CreateDbContextAsync(CancellationToken cancellationToken = default) => await databases.CreateDbContextAsync(cancellationToken);
}
