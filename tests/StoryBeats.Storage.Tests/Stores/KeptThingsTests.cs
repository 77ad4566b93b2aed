using System.Text.Json;
using StoryBeats.Catalog;
using StoryBeats.Learning;
using StoryBeats.Retrieval;
using StoryBeats.Storage.Tests.Support;
using StoryBeats.Tests.Support;
using StoryBeats.Visitors;

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
        (await App.Get<ILearnedStateStore>().ReadAsync("crowd", Cancellation)).ShouldBeNull();

        await App.Get<ILearnedStateStore>().WriteAsync("crowd", [1, 2, 3], Cancellation);
        await App.Get<ILearnedStateStore>().WriteAsync("crowd", [4, 0, 255], Cancellation);
        await RestartAsync();

        (await App.Get<ILearnedStateStore>().ReadAsync("crowd", Cancellation)).ShouldBe([4, 0, 255]);
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
    public async Task What_was_measured_is_kept_for_good_and_that_nothing_was_found()
    {
        var store = App.Get<IMeasuredFeatureStore>();
        var measured = new MeasuredFeatures(new TrackId("a"), "reccobeats", new AudioFeatures(.1, .2, .3, .4, .5, 121.5), 61, Now);
        var unknown = new MeasuredFeatures(new TrackId("b"), "reccobeats", null, null, Now);

        await store.SaveAsync([measured with { Popularity = 1 }, unknown], Cancellation);
        await store.SaveAsync([measured], Cancellation);
        await RestartAsync();

        var found = await App.Get<IMeasuredFeatureStore>().FindAsync([new("a"), new("b"), new("c")], Cancellation);
        found.Values.ShouldBe([measured, unknown], ignoreOrder: true);
    }

    [Fact]
    public async Task A_linked_account_is_kept_renewed_and_forgotten()
    {
        var store = App.Get<ILinkedAccountStore>();
        await store.SaveAsync(new LinkedAccount("id", [1], Now), Cancellation);
        await store.SaveAsync(new LinkedAccount("id", [2, 3], Now + TimeSpan.FromHours(1)), Cancellation);
        await RestartAsync();
        store = App.Get<ILinkedAccountStore>();

        var kept = await store.FindAsync("id", Cancellation);
        var forgotten = await store.ForgetAsync("id", Cancellation);

        kept!.Tokens.ShouldBe([2, 3]);
        kept.Updated.ShouldBe(Now + TimeSpan.FromHours(1));
        forgotten.ShouldBeTrue();
        (await store.FindAsync("id", Cancellation)).ShouldBeNull();
        (await store.ForgetAsync("id", Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_linked_account_left_unused_is_forgotten()
    {
        var store = App.Get<ILinkedAccountStore>();
        await store.SaveAsync(new LinkedAccount("unused", [1], Now - LinkedAccount.Lifetime - TimeSpan.FromDays(1)), Cancellation);
        await store.SaveAsync(new LinkedAccount("used", [1], Now), Cancellation);

        await App.SweepAsync(Cancellation);

        (await store.FindAsync("unused", Cancellation)).ShouldBeNull();
        (await store.FindAsync("used", Cancellation)).ShouldNotBeNull();
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
