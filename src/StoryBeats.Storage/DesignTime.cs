using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using StoryBeats.Storage.Model;

namespace StoryBeats.Storage;

/// <summary>For <c>dotnet ef migrations add NAME --context SqliteDb --output-dir Sqlite</c>.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteDb>().UseSqlite().UseSnakeCaseNamingConvention().Options);
}

/// <summary>For <c>dotnet ef migrations add NAME --context PostgresDb --output-dir PostgreSql</c>.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
}
