using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Fakes;
using StoryBeats.Photos;
using StoryBeats.Telemetry;

namespace StoryBeats.Server.Tests;

/// <summary>A server with everything that there is, over fakes, after a whole visit; and what its meter has and measured.</summary>
public sealed class VisitedServer : IAsyncLifetime
{
    private readonly MeterListener _listener = new();
    private FakeServices? _fakes;
    private RunningServer? _server;

    /// <summary>The server.</summary>
    public RunningServer Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    /// <summary>The instruments of its meter.</summary>
    public ConcurrentDictionary<string, Instrument> Instruments { get; } = new(StringComparer.Ordinal);

    /// <summary>The labels that were measured, as instrument, label and value.</summary>
    public ConcurrentDictionary<(string Instrument, string Label, string Value), bool> Labels { get; } = new();

    /// <summary>What leads to somebody, or to what they liked.</summary>
    public IReadOnlyList<string> Personal { get; private set; } = [];

    /// <summary>The text of a scrape after the visit.</summary>
    public string Scrape { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        _fakes.Settings.Faults.Set(FakeService.Deezer, FakeFault.ServerError);
        _server = await RunningServer.StartAsync(
        [
            .. SpotifyVisitor.Settings(_fakes), .. Models.Settings(_fakes, FakeService.Anthropic), "--Previews:Enabled=true", "--Photos:MaxConcurrent=1", "--Photos:MaxWaiting=0",
            "--Anthropic:InputPricePerMillion=1", "--Anthropic:OutputPricePerMillion=5",
        ]);
        Listen(_server.Services.GetRequiredService<StoryBeatsMetrics>().Meter);

        (await _server.AnalyzeAsync("no photo"u8.ToArray())).ShouldBeError(400);
        var opened = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        await Models.UntilAsync(() => Labels.Keys.Any(label => label.Instrument is "storybeats.second_looks"));
        (await PlaceAsync()).Dispose();
        (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        using (await PlaceAsync())
            (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeError(503);
        (await _server.MoreAsync(opened.SessionId)).ShouldBeOk();
        (await _server.LikeAsync(opened.SessionId, opened.SongIds[0])).ShouldBeOk();
        (await _server.RefineAsync(opened.SessionId, """{"energy": 0.9}""")).ShouldBeOk();
        (await _server.GetAsync($"/api/v2/sessions/{opened.SessionId}/previews")).ShouldBeOk();
        await Models.UntilAsync(() => Labels.Keys.Any(label => label.Instrument is "storybeats.errors"));
        _listener.RecordObservableInstruments();
        Personal = [opened.SessionId, .. opened.SongIds, .. opened.Songs.SelectMany(song => new[] { song.GetProperty("name").GetString()!, song.GetProperty("artist").GetString()! })];
        Scrape = (await _server.GetAsync("/metrics")).Text;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        if (_fakes is not null)
            await _fakes.DisposeAsync();
    }

    // The one place to decode: second looks have it now and then.
    private async Task<IDisposable> PlaceAsync()
    {
        var gate = Server.Services.GetRequiredService<PhotoGate>();
        IDisposable? place;
        while ((place = await gate.EnterAsync(TestContext.Current.CancellationToken)) is null)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        return place;
    }

    private void Listen(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter, meter))
                return;
            Instruments[instrument.Name] = instrument;
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Remember(instrument, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Remember(instrument, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Remember(instrument, tags));
        _listener.Start();
    }

    private void Remember(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (label, value) in tags)
            Labels[(instrument.Name, label, value?.ToString() ?? "")] = true;
    }
}
