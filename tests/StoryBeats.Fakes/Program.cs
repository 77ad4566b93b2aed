using System.Globalization;
using StoryBeats.Fakes;

// dotnet run --project tests/StoryBeats.Fakes -- --urls http://127.0.0.1:5099 --mode development --latency 180
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
});

Console.WriteLine($"# {fakes.Settings.Mode} mode at {fakes.Address}; counts at {new Uri(fakes.Address, "calls")}. Use it with:");
foreach (var (name, value) in fakes.StoryBeatsSettings)
    Console.WriteLine($"export {name.Replace(":", "__", StringComparison.Ordinal)}={value}");
Console.WriteLine($"# Break it: curl -X POST {fakes.Address}faults/Spotify/Hang?endpoint=search, …/faults/ReccoBeats/WrongTypes, …/mode/Extended, …/revoke; curl -X DELETE {fakes.Address}faults");
await fakes.WaitForShutdownAsync();
