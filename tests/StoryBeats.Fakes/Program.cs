using System.Globalization;
using StoryBeats.Fakes;

// dotnet run --project tests/StoryBeats.Fakes -- --urls http://127.0.0.1:5099 --mode development --latency 180 --model-latency 2500
var arguments = new ConfigurationBuilder().AddCommandLine(args).Build();
double? Number(string name) => arguments[name] is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

await using var fakes = await FakeServices.StartAsync(arguments["urls"] ?? "http://127.0.0.1:5099", settings =>
{
    settings.Mode = Enum.Parse<SpotifyMode>(arguments["mode"] ?? nameof(SpotifyMode.Development), ignoreCase: true);
    // A tail like that of 180 ms median and 600 ms P95, unless told.
    if (Number("latency") is { } median)
        settings.Latency = new FakeLatency(median, Number("p95") ?? median * 10 / 3);
    settings.CallsPer30Seconds = (int?)Number("limit");
    settings.ErrorRate = Number("error-rate") ?? 0;
    if (Number("model-latency") is { } whole)
    {
        // The first token after a quarter of it, and a tail like that of 2.5 s median and 4 s P95, unless told.
        var tail = Number("model-p95") ?? whole * 1.6;
        foreach (var model in settings.Models.All)
            (model.FirstToken, model.Whole) = (new FakeLatency(whole / 4, tail / 4), new FakeLatency(whole, tail));
    }
});

Console.WriteLine($"# {fakes.Settings.Mode} mode at {fakes.Address}; counts at {new Uri(fakes.Address, "calls")}. Use it with:");
foreach (var (name, value) in fakes.StoryBeatsSettings)
    Print(name, value);
Console.WriteLine($"# And with models, as many as you like; what they were asked at {new Uri(fakes.Address, "models")}:");
foreach (var (name, value) in fakes.ModelSettings())
    Print(name, value);
Console.WriteLine($"# Break it: curl -X POST {fakes.Address}faults/Spotify/Hang?endpoint=search, …/faults/ReccoBeats/WrongTypes, …/mode/Extended, …/revoke; curl -X DELETE {fakes.Address}faults");
Console.WriteLine($"# Odd models: curl -X POST '{fakes.Address}models/Anthropic?manner=Hostile', ?end=Refusal, ?fails=529, ?cutAfter=100, ?overloadedAfter=100, ?hangsAfter=0; without any, well again");
await fakes.WaitForShutdownAsync();

static void Print(string name, string? value) => Console.WriteLine($"export {name.Replace(":", "__", StringComparison.Ordinal)}={value}");
