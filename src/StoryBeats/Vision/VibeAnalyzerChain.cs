using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryBeats.Photos;
using StoryBeats.Telemetry;

namespace StoryBeats.Vision;

/// <summary>
/// Reads a photo on this machine and, at the same time, with the models that are configured: the next one when one fails, or has not answered
/// in half of the time that was left. The first that answers within the deadline counts. When none does this machine's reading stands, and
/// says why.
/// </summary>
public sealed partial class VibeAnalyzerChain
{
    /// <summary>This machine's name among readers.</summary>
    public const string Local = "local";

    // How much of the time that is left one is waited for before the next is asked as well: a slow one may still be first.
    private const double Patience = .5;

    private readonly IVibeAnalyzer _local;
    private readonly IVibeReader[] _readers;
    private readonly VibeCompletion _completion;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _clock;
    private readonly StoryBeatsMetrics _metrics;
    private readonly ILogger<VibeAnalyzerChain> _logger;

    /// <summary>Puts the readers in order.</summary>
    public VibeAnalyzerChain(
        IVibeAnalyzer local, IEnumerable<IVibeReader> readers, VibeCompletion completion, IOptions<VisionOptions> options, TimeProvider clock,
        StoryBeatsMetrics metrics, ILogger<VibeAnalyzerChain> logger)
    {
        (_local, _completion, _clock, _metrics, _logger) = (local, completion, clock, metrics, logger);
        _deadline = TimeSpan.FromSeconds(options.Value.DeadlineSeconds);
        _readers = InOrder([.. readers], options.Value.Names);
    }

    /// <summary>Who is asked, in order; this machine last.</summary>
    public IReadOnlyList<string> Readers => [.. _readers.Select(reader => reader.Name), Local];

    /// <summary>Begins to read a photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="cancellationToken">Cancels all of it.</param>
    /// <returns>Readings to come; each fails with <see cref="PhotoRejectedException"/> when the photo turns out to be damaged.</returns>
    public PhotoReading Begin(PreparedPhoto photo, CancellationToken cancellationToken)
    {
        if (_readers.Length == 0)
            return BeginHere(photo, cancellationToken);

        var local = LocalAsync(photo, cancellationToken);
        var early = new TaskCompletionSource<(VibeReading, string)?>(TaskCreationOptions.RunContinuationsAsynchronously);
        return new PhotoReading(local, EarlyAsync(early.Task, local), FinalAsync(photo, local, early, cancellationToken));
    }

    /// <summary>Begins to read a photo on this machine alone.</summary>
    public PhotoReading BeginHere(PreparedPhoto photo, CancellationToken cancellationToken)
    {
        var local = LocalAsync(photo, cancellationToken);
        return new PhotoReading(local, Task.FromResult<VibeAnalysis?>(null), local);
    }

    private async Task<VibeAnalysis> LocalAsync(PreparedPhoto photo, CancellationToken cancellationToken)
    {
        using (_metrics.StartStage("vision"))
        {
            var analysis = await _local.AnalyzeAsync(photo, cancellationToken);
            RequestTally.Current?.WasRead();
            return analysis;
        }
    }

    private async Task<VibeAnalysis?> EarlyAsync(Task<(VibeReading Reading, string Reader)?> early, Task<VibeAnalysis> local) =>
        await early is var (reading, reader) ? _completion.Complete(reading, await local, reader) : null;

    private async Task<VibeAnalysis> FinalAsync(
        PreparedPhoto photo, Task<VibeAnalysis> local, TaskCompletionSource<(VibeReading, string)?> early, CancellationToken cancellationToken)
    {
        using var stage = _metrics.StartStage("models");
        IReadOnlyList<Asked> asked;
        try
        {
            asked = await RaceAsync(photo, early, cancellationToken);
        }
        finally
        {
            early.TrySetResult(null);
        }

        var reports = asked.Select(one => one.Report).ToList();
        foreach (var report in reports)
        {
            _metrics.Read(report);
            if (report.Status is not ReaderStatus.Read)
                LogNotRead(report.Reader, report.Status, report.Message);
        }

        if (asked.FirstOrDefault(one => one.Reading is not null) is { } winner)
        {
            var analysis = _completion.Complete(winner.Reading!, await local, winner.Report.Reader);
            return analysis with { Readers = reports, Notes = [.. Passed(reports), .. analysis.Notes] };
        }

        var own = await local;
        reports.Add(own.Readers is [var here] ? here : new ReaderReport(Local, ReaderStatus.Read));
        _metrics.Read(reports[^1]);
        return own with { Readers = reports, Notes = [.. own.Notes, .. Passed(reports), "So this machine read the photo."] };
    }

    // Everyone who was asked, in order.
    private async Task<IReadOnlyList<Asked>> RaceAsync(
        PreparedPhoto photo, TaskCompletionSource<(VibeReading, string)?> early, CancellationToken cancellationToken)
    {
        var begun = _clock.GetTimestamp();
        var runs = new List<Run>();
        try
        {
            Run? winner;
            while (true)
            {
                // Those that end from here on end the wait below.
                var pending = runs.FindAll(run => !run.Answer.IsCompleted);
                if ((winner = await WinnerAsync(runs)) is not null)
                    break;

                var left = _deadline - _clock.GetElapsedTime(begun);
                if (runs.Count < _readers.Length && left > TimeSpan.Zero)
                {
                    var reader = _readers[runs.Count];
                    var run = new Run(left, _clock, run => AskAsync(reader, photo, run, said => early.TrySetResult((said, reader.Name)), cancellationToken), cancellationToken);
                    runs.Add(run);
                    pending.Add(run);
                }
                else if (pending.Count == 0)
                {
                    break;
                }

                // Until one has ended, or it is time to ask the next as well.
                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var patience = runs.Count < _readers.Length && left > TimeSpan.Zero ? left * Patience : Timeout.InfiniteTimeSpan;
                await Task.WhenAny([.. pending.Select(run => (Task)run.Answer), Task.Delay(patience, _clock, waiting.Token)]);
                await waiting.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            for (var i = 0; winner is not null && i < runs.Count; i++)
                runs[i].End(wasBefore: i < runs.IndexOf(winner));
            var asked = await Task.WhenAll(runs.Select(run => run.Answer));
            return winner is not null ? asked : [.. asked, .. _readers.Skip(runs.Count).Select(reader => NotRead(reader, ReaderStatus.Skipped, "was not asked: no time was left"))];
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }
    }

    private static async Task<Run?> WinnerAsync(List<Run> runs)
    {
        foreach (var run in runs.Where(run => run.Answer.IsCompleted))
        {
            if ((await run.Answer).Reading is not null)
                return run;
        }

        return null;
    }

    private async Task<Asked> AskAsync(IVibeReader reader, PreparedPhoto photo, Run run, Action<VibeReading> early, CancellationToken cancellationToken)
    {
        try
        {
            // A reader that does not mind its tokens is left behind.
            var reading = await reader.ReadAsync(photo, early, run.Late, run.Unwanted).WaitAsync(run.Late).WaitAsync(run.Unwanted);
            return new Asked(reading, new ReaderReport(reader.Name, ReaderStatus.Read, reader.Model));
        }
        catch (Exception fault) when (run.WasOvertaken && fault is OperationCanceledException or VibeReaderException && !cancellationToken.IsCancellationRequested)
        {
            return NotRead(reader, ReaderStatus.TimedOut, "was slower than the next one");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return run.Unwanted.IsCancellationRequested ? NotRead(reader, ReaderStatus.Skipped, "was asked as well, and was slower")
                : NotRead(reader, ReaderStatus.TimedOut, string.Create(CultureInfo.InvariantCulture, $"did not answer within {run.Limit.TotalSeconds:0.#} s"));
        }
        catch (VibeReaderException fault)
        {
            return NotRead(reader, fault.Status, fault.Message);
        }
        catch (Exception fault) when (fault is not (PhotoRejectedException or OperationCanceledException))
        {
            LogFault(fault, reader.Name);
            return NotRead(reader, ReaderStatus.Failed, "failed");
        }
    }

    private static Asked NotRead(IVibeReader reader, ReaderStatus status, string why) =>
        new(null, new ReaderReport(reader.Name, status, reader.Model, $"{VibeCompletion.Sentence(reader.Name)} {why}."));

    private static IEnumerable<string> Passed(IEnumerable<ReaderReport> reports) => reports.Select(report => report.Message).OfType<string>();

    private IVibeReader[] InOrder(IVibeReader[] readers, IReadOnlyList<string>? names)
    {
        if (names is null)
            return readers;

        var chosen = new List<IVibeReader>();
        foreach (var name in names.TakeWhile(name => name != Local).Distinct(StringComparer.Ordinal))
        {
            if (Array.Find(readers, reader => reader.Name == name) is { } reader)
                chosen.Add(reader);
            else
                LogNotConfigured(name);
        }

        return [.. chosen];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reader} did not read a photo ({Status}): {Why}")]
    private partial void LogNotRead(string reader, ReaderStatus status, string? why);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reader} failed in a way that nobody foresaw")]
    private partial void LogFault(Exception fault, string reader);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Vision:Order names {Reader}, which is not configured: it is not asked")]
    private partial void LogNotConfigured(string reader);

    private sealed record Asked(VibeReading? Reading, ReaderReport Report);

    // One reader on its way.
    private sealed class Run : IDisposable
    {
        private readonly CancellationTokenSource _late;
        private readonly CancellationTokenSource _unwanted;

        public Run(TimeSpan limit, TimeProvider clock, Func<Run, Task<Asked>> ask, CancellationToken cancellationToken)
        {
            Limit = limit;
            _late = new CancellationTokenSource(limit, clock);
            _unwanted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            (Late, Unwanted) = (_late.Token, _unwanted.Token);
            Answer = ask(this);
        }

        public TimeSpan Limit { get; }

        public CancellationToken Late { get; }

        public CancellationToken Unwanted { get; }

        public bool WasOvertaken { get; private set; }

        public Task<Asked> Answer { get; }

        /// <summary>Another has answered. One that was asked before it was too slow; one asked after it is not wanted any more.</summary>
        public void End(bool wasBefore)
        {
            if (Answer.IsCompleted)
                return;
            WasOvertaken = wasBefore;
            (wasBefore ? _late : _unwanted).Cancel();
        }

        public void Dispose()
        {
            _unwanted.Cancel();
            _late.Dispose();
            _unwanted.Dispose();
        }
    }
}
