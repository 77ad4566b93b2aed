using System.Globalization;
using StoryBeats.Fakes;
using StoryBeats.Recommendations;

namespace StoryBeats.Benchmarks;

/// <summary>Durations by row, with the calls to Spotify that each run made and how many of the songs shown are Spotify's.</summary>
internal sealed class CallTable(FakeServices fakes)
{
    private readonly Lock _lock = new();
    private readonly Stopwatches _watches = new();
    private readonly Dictionary<string, List<Run>> _runs = new(StringComparer.Ordinal);

    /// <summary>Measures what only waits, and says itself how many calls it made; may run beside others.</summary>
    public async Task MeasureAsync(string name, Func<Task<int>> fetch)
    {
        var own = new Stopwatches();
        var calls = await own.TimeAsync(name, fetch);
        lock (_lock)
        {
            _watches.Add(own);
            Runs(name).Add(new Run(calls, calls, null));
        }
    }

    /// <summary>Measures a request; the calls are all that come until nothing does for a while.</summary>
    public async Task MeasureAsync(string name, Func<Task<RecommendationResult>> request, TimeSpan? settle = null)
    {
        var before = Calls(fakes);
        var result = await _watches.TimeAsync(name, request);
        var untilAnswered = Calls(fakes) - before;
        if (settle is { } quiet)
            await SettleAsync(fakes, quiet);
        Runs(name).Add(new Run(untilAnswered, Calls(fakes) - before, result.Songs.Count(song => song.Track.SpotifyId is not null)));
    }

    public void Time<T>(string name, Func<T> work)
    {
        _watches.Time(name, work);
        Runs(name);
    }

    public void Forget(params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            _watches.Clear(name);
            _runs.Remove(name);
        }
    }

    /// <summary>A row's duration over another's, at the same percentile.</summary>
    public double Over(string name, string other, double share) => _watches.Percentile(name, share) / _watches.Percentile(other, share);

    /// <summary>What a row took longer than another in the same round.</summary>
    public double Difference(string name, string other, double share) => _watches.Difference(name, other, share);

    /// <summary>Prints rows in this order.</summary>
    public void Print(params IEnumerable<string> names)
    {
        Console.WriteLine("| | P50 ms | P95 ms | calls until the answer, median (most) | calls with what follows | Spotify's of the five songs |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var name in names)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {_watches.Percentile(name, .5):0.0} | {_watches.Percentile(name, .95):0.0} | {Counts(name, run => run.UntilAnswered)} | {Counts(name, run => run.InAll)} | {Counts(name, run => run.SpotifySongs)} |"));
        }
    }

    /// <summary>Waits until no call has come for a while.</summary>
    public static async Task SettleAsync(FakeServices fakes, TimeSpan quiet)
    {
        int calls;
        do
        {
            calls = Calls(fakes);
            await Task.Delay(quiet);
        }
        while (Calls(fakes) != calls);
    }

    private static int Calls(FakeServices fakes) => fakes.Calls.Count(FakeService.Spotify) + fakes.Calls.Count(FakeService.SpotifyAccounts);

    private List<Run> Runs(string name)
    {
        if (!_runs.TryGetValue(name, out var runs))
            _runs[name] = runs = [];
        return runs;
    }

    private string Counts(string name, Func<Run, int?> count)
    {
        var counts = _runs[name].Select(count).OfType<int>().Order().ToList();
        return counts.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{counts[counts.Count / 2]} ({counts[^1]})");
    }

    private sealed record Run(int UntilAnswered, int InAll, int? SpotifySongs);
}
