using System.Text.Json;
using StoryBeats.Catalog;
using StoryBeats.Learning;
using StoryBeats.Retrieval;
using StoryBeats.Storage.Tests.Support;
using StoryBeats.Tests.Support;

namespace StoryBeats.Storage.Tests.Stores;

/// <summary>Learned state, artist pools and imports.</summary>
public abstract class KeptThingsTests : StorageTests
{
    private static readonly ArtistPoolKey Key = new("spotify", "arijit singh", "IN");

    private protected KeptThingsTests(TestDatabase database)
        : base(database)
    {
    }

    [Fact]
    public async Task The_last_learned_state_is_kept_over_a_restart()
    {
        (await App.Get<ILearnedStateStore>().ReadAsync(Cancellation)).ShouldBeNull();

        await App.Get<ILearnedStateStore>().WriteAsync([1, 2, 3], Cancellation);
        await App.Get<ILearnedStateStore>().WriteAsync([4, 0, 255], Cancellation);
        await RestartAsync();

        (await App.Get<ILearnedStateStore>().ReadAsync(Cancellation)).ShouldBe([4, 0, 255]);
    }

    [Fact]
    public async Task An_artists_pool_is_kept_in_place_of_the_last_over_a_restart()
    {
        var old = new ArtistPool(Key, [Songs.Track("old")], Now - TimeSpan.FromDays(1));
        var pool = new ArtistPool(Key, [Songs.Track("a", released: "2024", isrc: "GBAYE0601498"), Songs.WithoutFeatures("Arijit Singh")], Now);

        await App.Get<IArtistPoolStore>().SaveAsync(old, Cancellation);
        await App.Get<IArtistPoolStore>().SaveAsync(pool, Cancellation);
        await RestartAsync();

        JsonSerializer.Serialize(await App.Get<IArtistPoolStore>().FindAsync(Key, Cancellation)).ShouldBe(JsonSerializer.Serialize(pool));
        (await App.Get<IArtistPoolStore>().FindAsync(Key with { Market = "US" }, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Pools_are_listed_by_source_oldest_first()
    {
        var pools = App.Get<IArtistPoolStore>();
        await pools.SaveAsync(new ArtistPool(Key, [], Now), Cancellation);
        await pools.SaveAsync(new ArtistPool(Key with { ArtistKey = "older" }, [], Now - TimeSpan.FromDays(3)), Cancellation);
        await pools.SaveAsync(new ArtistPool(Key with { Source = "another" }, [], Now), Cancellation);

        (await pools.AgesAsync("spotify", Cancellation)).ShouldBe(
            [KeyValuePair.Create(Key with { ArtistKey = "older" }, Now - TimeSpan.FromDays(3)), KeyValuePair.Create(Key, Now)]);
    }

    [Fact]
    public async Task Imports_are_known_by_content_and_listed_newest_first()
    {
        var log = App.Get<IImportLog>();
        var running = new CatalogImport("c1", "songs.csv", Now, null, 0, 0);
        var finished = running with { Finished = Now + TimeSpan.FromMinutes(5), Rows = 5_000_000_000, Refused = 3 };
        var later = new CatalogImport("c2", "more.csv", Now + TimeSpan.FromHours(1), null, 0, 0);

        await log.SaveAsync(running, Cancellation);
        await log.SaveAsync(finished, Cancellation);
        await log.SaveAsync(later, Cancellation);

        (await log.FindAsync("c1", Cancellation)).ShouldBe(finished);
        (await log.FindAsync("c3", Cancellation)).ShouldBeNull();
        (await log.ListAsync(Cancellation)).ShouldBe([later, finished]);
    }
}

public sealed class SqliteKeptThingsTests() : KeptThingsTests(new SqliteDatabase());

public sealed class PostgresKeptThingsTests(PostgresServer server) : KeptThingsTests(new PostgresDatabase(server));
