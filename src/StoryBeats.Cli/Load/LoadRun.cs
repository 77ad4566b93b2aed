using System.Diagnostics;
using System.Net;

namespace StoryBeats.Cli.Load;

/// <summary>Many visitors at one server, for a while.</summary>
internal static class LoadRun
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromSeconds(1);

    /// <summary>Lets visitors in until the time is over.</summary>
    /// <param name="address">The server.</param>
    /// <param name="own">The same, where it is ours.</param>
    /// <param name="photos">What visitors send.</param>
    /// <param name="options">How many, and for how long.</param>
    /// <param name="progress">Told what came back so far, now and then.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="HttpRequestException">The server does not get ready.</exception>
    public static async Task<LoadReport> RunAsync(
        Uri address, LoadServer? own, LoadPhotos photos, LoadOptions options, IProgress<(double Share, int Calls)> progress, CancellationToken cancellationToken)
    {
        // As many connections as browsers would have, each visitor their own; redirects and cookies are not followed or kept.
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(1),
        };
        await ReadyAsync(client, own, cancellationToken);

        var tally = new LoadTally();
        var used = own?.ProcessorTime();
        var length = TimeSpan.FromMinutes(options.Minutes);
        var start = Stopwatch.GetTimestamp();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(length);
        var visitors = Enumerable.Range(0, options.Visitors)
            .Select(i => Task.Run(() => new LoadVisitor(client, photos, tally, options, new Random(options.Seed + i)).VisitAsync(over.Token), CancellationToken.None)).ToList();
        var memory = await SampleAsync(own, start, length, () => progress.Report((Stopwatch.GetElapsedTime(start) / length, tally.Outcomes().Values.Sum())), over.Token);
        await Task.WhenAll(visitors);
        cancellationToken.ThrowIfCancellationRequested();

        var actions = tally.Actions();
        return new LoadReport
        {
            Url = address.AbsoluteUri,
            OwnServer = own is not null,
            Cores = Environment.ProcessorCount,
            Visitors = options.Visitors,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1),
            ProcessorSeconds = own is { IsRunning: true } && used is { } before ? Math.Round((own.ProcessorTime() - before).TotalSeconds, 1) : null,
            Calls = actions.Sum(action => action.Count),
            Photos = actions.Where(action => action.Action.StartsWith("photo", StringComparison.Ordinal)).Sum(action => action.Count),
            Outcomes = tally.Outcomes(),
            Actions = actions,
            Memory = memory,
        };
    }

    // Answering is not enough: its models must be there, or the first minute measures its start.
    private static async Task ReadyAsync(HttpClient client, LoadServer? own, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (own is { IsRunning: true } && Stopwatch.GetElapsedTime(start) < LongestStart)
            {
                // It is still starting.
            }

            if (Stopwatch.GetElapsedTime(start) > LongestStart)
                throw new HttpRequestException($"The server does not get ready: {client.BaseAddress}health/ready says why.");
            await Task.Delay(100, cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<LoadMemory>> SampleAsync(LoadServer? own, long start, TimeSpan length, Action tick, CancellationToken cancellationToken)
    {
        var samples = new List<(int Minute, double Mb)>();
        try
        {
            while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < length)
            {
                if (own is { IsRunning: true })
                    samples.Add(((int)elapsed.TotalMinutes + 1, own.MemoryMb()));
                tick();
                await Task.Delay(BetweenSamples, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }

        return [.. samples.GroupBy(sample => sample.Minute, sample => sample.Mb).Select(minute => new LoadMemory(minute.Key, Math.Round(minute.Average(), 1), Math.Round(minute.Max(), 1)))];
    }
}
