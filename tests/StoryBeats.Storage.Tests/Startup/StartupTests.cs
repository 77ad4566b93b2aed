using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using StoryBeats.Photos;
using StoryBeats.Storage.Tests.Support;

namespace StoryBeats.Storage.Tests.Startup;

public abstract class StartupTests : StorageTests
{
    private protected StartupTests(TestDatabase database)
        : base(database)
    {
    }

    [Fact]
    public async Task The_migrations_make_what_the_model_says()
    {
        await using var db = App.OpenDatabase();

        db.Database.HasPendingModelChanges().ShouldBeFalse();
        (await db.Database.GetPendingMigrationsAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_photos_fingerprint_is_the_same_after_a_restart_and_in_every_program_of_an_installation()
    {
        var before = Fingerprint(App);
        var other = await StartAppAsync();

        await RestartAsync();

        Fingerprint(other).ShouldBe(before);
        Fingerprint(App).ShouldBe(before);
    }

    [Fact]
    public async Task A_photos_fingerprint_is_another_in_another_installation()
    {
        await using var elsewhere = new SqliteDatabase();
        await using var stranger = await App.StartAsync(elsewhere.Settings, Clock, Cancellation);

        Fingerprint(stranger).ShouldNotBe(Fingerprint(App));
    }

    [Fact]
    public async Task What_was_protected_before_a_restart_is_readable_after_it()
    {
        var cookie = App.Get<IDataProtectionProvider>().CreateProtector("visitor").Protect("visitor id");

        await RestartAsync();

        App.Get<IDataProtectionProvider>().CreateProtector("visitor").Unprotect(cookie).ShouldBe("visitor id");
    }

    private static PhotoFingerprint Fingerprint(App app) => app.Get<PhotoFingerprinter>().Of("a photo"u8);
}

public sealed class SqliteStartupTests() : StartupTests(new SqliteDatabase())
{
    [Fact]
    public async Task Readers_do_not_wait_for_the_writer_and_every_commit_is_synced()
    {
        await using var db = App.OpenDatabase();

        (await db.Database.SqlQuery<string>($"SELECT journal_mode AS \"Value\" FROM pragma_journal_mode").SingleAsync(Cancellation)).ShouldBe("wal");
        (await db.Database.SqlQuery<int>($"SELECT synchronous AS \"Value\" FROM pragma_synchronous").SingleAsync(Cancellation)).ShouldBe(2);
    }
}

public sealed class PostgresStartupTests(PostgresServer server) : StartupTests(new PostgresDatabase(server));
