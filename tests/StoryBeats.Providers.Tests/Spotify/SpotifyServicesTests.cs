using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StoryBeats.Fakes;
using StoryBeats.Providers.Spotify;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class SpotifyServicesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, null)]
    [InlineData("id", null)]
    [InlineData(null, "secret")]
    [InlineData("id", " ")]
    public void Without_id_and_secret_nothing_is_registered(string? id, string? secret)
    {
        var services = new ServiceCollection();
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Spotify:ClientId", id), KeyValuePair.Create("Spotify:ClientSecret", secret)]).Build();

        services.AddSpotify(settings);

        services.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_setting_out_of_range_stops_the_start()
    {
        await using var fakes = await SpotifyRig.FakesAsync();

        var fault = await Should.ThrowAsync<OptionsValidationException>(() => SpotifyRig.StartAsync(fakes, _folder.Path, settings: ("Spotify:CallsPer30Seconds", "0")));

        fault.Message.ShouldContain("CallsPer30Seconds");
    }

    [Fact]
    public async Task Of_a_song_that_both_have_Spotifys_stays()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);

        var retrieved = await rig.Get<CandidateRetriever>().RetrieveAsync(rig.Request(), TestContext.Current.CancellationToken);

        retrieved.Sources.Select(source => source.Source).ShouldBe(["spotify", "embedded"]);
        retrieved.Duplicates.ShouldBeGreaterThan(0);
        retrieved.Candidates.Where(candidate => candidate.Source == "spotify").ShouldAllBe(candidate => candidate.Track.SpotifyId != null && candidate.Track.Cover != null);
    }

    [Fact]
    public async Task When_Spotify_fails_the_catalogue_of_this_machine_answers_and_it_is_said()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Faults.Set(FakeService.Spotify, FakeFault.ServerError));
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);

        var retrieved = await rig.Get<CandidateRetriever>().RetrieveAsync(rig.Request(), TestContext.Current.CancellationToken);

        retrieved.Candidates.Count.ShouldBeGreaterThanOrEqualTo(30);
        var report = retrieved.Sources.First(source => source.Source == "spotify");
        report.Status.ShouldBe(SourceStatus.Failed);
        report.Message.ShouldNotBeNull().ShouldContain("own catalogue");
    }
}
