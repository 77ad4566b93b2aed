using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StoryBeats.Feedback;
using StoryBeats.Storage.Tests.Support;
using StoryBeats.Telemetry;

namespace StoryBeats.Storage.Tests.Measuring;

/// <summary>How fast feedback is taken, the shown song looked up first as for every visitor: <c>dotnet run -c Release --project tests/StoryBeats.Storage.Tests -- measure sqlite 64 2000 10</c>.</summary>
internal static class FeedbackMeasurement
{
    private const int Sessions = 200;
    private const int Songs = 20;

    /// <summary>Measures and prints.</summary>
    /// <param name="args">The database, how many callers, how many signals a second (0: as many as go), how many seconds.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var name, var callerCount, var rateText, var secondCount])
        {
            Console.Error.WriteLine("measure sqlite|postgres CALLERS RATE SECONDS");
            return 1;
        }

        var (callers, rate, seconds) = (int.Parse(callerCount, CultureInfo.InvariantCulture), int.Parse(rateText, CultureInfo.InvariantCulture), int.Parse(secondCount, CultureInfo.InvariantCulture));
        await using var server = new PostgresServer(fsync: true);
        await using TestDatabase database = name == "postgres" ? new PostgresDatabase(server) : new SqliteDatabase();
        await database.CreateAsync(CancellationToken.None);
        await using var app = await App.StartAsync(database.Settings, TimeProvider.System, CancellationToken.None);
        var sessions = Enumerable.Range(0, Sessions).Select(_ => Sample.Session(TimeProvider.System.GetUtcNow(), Songs, Songs)).ToList();
        foreach (var session in sessions)
            await app.Sessions.AddAsync(session, CancellationToken.None);

        var recorder = new FeedbackRecorder(app.Feedback, app.Get<StoryBeatsMetrics>(), TimeProvider.System, NullLogger<FeedbackRecorder>.Instance);
        await LoadAsync(TimeSpan.FromSeconds(2));
        var watch = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        var times = await LoadAsync(TimeSpan.FromSeconds(seconds));
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}, {callers} callers, {(rate == 0 ? "as many as go" : $"{rate}/s wanted")}: {times.Count / watch.Elapsed.TotalSeconds:0}/s, P50 {At(.5):0.0} ms, P99 {At(.99):0.0} ms, max {times[^1]:0.0} ms, CPU {(Environment.CpuUsage.TotalTime - cpu) / watch.Elapsed:0.00} cores"));
        return 0;

        double At(double quantile) => times[(int)(quantile * (times.Count - 1))];

        async Task<List<double>> LoadAsync(TimeSpan duration)
        {
            var begin = Stopwatch.GetTimestamp();
            var end = begin + (long)(duration.TotalSeconds * Stopwatch.Frequency);
            var all = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
            {
                var mine = new List<double>();
                for (var i = caller; Stopwatch.GetTimestamp() < end; i += callers)
                {
                    var session = sessions[i / Songs % Sessions];
                    var request = FeedbackRequest.Verdict(session.Id, session.Ranked[i % Songs].Track.Id, liked: i / (Songs * Sessions) % 2 == 0);
                    var start = await WaitAsync(begin, i);
                    if (await recorder.RecordAsync(request, CancellationToken.None) is not FeedbackOutcome.Kept)
                        throw new InvalidOperationException("Not kept.");
                    mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }

                return mine;
            })));
            return [.. all.SelectMany(mine => mine)];
        }

        // Who comes late because the last save took long has waited since it should have come.
        async Task<long> WaitAsync(long begin, int turn)
        {
            var now = Stopwatch.GetTimestamp();
            if (rate == 0)
                return now;

            var due = begin + (long)((double)turn / rate * Stopwatch.Frequency);
            if (due <= now)
                return due;
            await Task.Delay(Stopwatch.GetElapsedTime(now, due));
            return Stopwatch.GetTimestamp();
        }
    }
}
