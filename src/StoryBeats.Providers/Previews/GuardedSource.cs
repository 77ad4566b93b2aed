using Microsoft.Extensions.Logging;
using StoryBeats.Catalog;
using StoryBeats.Previews;

namespace StoryBeats.Providers.Previews;

/// <summary>
/// One catalogue, and how it does. After three failures in a row, or a refusal, it is left alone for a growing while, and then one song
/// asks for all. It is logged when that changes and not for every song: a machine without a network stays quiet.
/// </summary>
internal sealed partial class GuardedSource(IPreviewSource source, TimeProvider time, ILogger logger)
{
    /// <summary>Failures in a row that are borne.</summary>
    public const int Borne = 3;

    /// <summary>The first pause after failures; each doubles.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15);

    /// <summary>The longest pause.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private int _failures;
    private int _pauses;
    private bool _trying;
    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <summary>Asks the catalogue, unless it is being left alone or has fewer than so many calls left.</summary>
    public async Task<SourceReply> AskAsync(Track track, int reserve, CancellationToken cancellationToken)
    {
        if (source is IMeteredPreviewSource metered && metered.Budget.Left <= reserve)
            return new SourceReply(ReplyKind.Busy);
        if (!Enter())
            return new SourceReply(ReplyKind.Failed);

        var said = false;
        try
        {
            var preview = await source.FindAsync(track, cancellationToken);
            said = true;
            Succeeded();
            return new SourceReply(preview is null ? ReplyKind.None : ReplyKind.Found, preview);
        }
        catch (SourceRefusedException refusal) when (refusal.Pause is null)
        {
            return new SourceReply(ReplyKind.Busy);
        }
        catch (SourceRefusedException refusal)
        {
            said = true;
            Failed(refusal, refusal.Pause);
            return new SourceReply(ReplyKind.Failed);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            said = true;
            Failed(fault, null);
            return new SourceReply(ReplyKind.Failed);
        }
        finally
        {
            // Neither well nor ill: another song may try.
            if (!said)
                Leave();
        }
    }

    private bool Enter()
    {
        lock (_lock)
        {
            if (_pauses == 0)
                return true;
            if (_trying || time.GetUtcNow() < _until)
                return false;

            return _trying = true;
        }
    }

    private void Leave()
    {
        lock (_lock)
            _trying = false;
    }

    private void Succeeded()
    {
        bool wasDown;
        lock (_lock)
        {
            wasDown = _pauses > 0;
            _failures = 0;
            _pauses = 0;
            _trying = false;
        }

        if (wasDown)
            LogBack(source.Name);
    }

    private void Failed(Exception fault, TimeSpan? asked)
    {
        TimeSpan pause;
        bool first;
        lock (_lock)
        {
            _trying = false;
            if (asked is null && ++_failures < Borne && _pauses == 0)
                return;

            var now = time.GetUtcNow();
            // Others that were under way when the first one failed say nothing new.
            if (_pauses > 0 && now < _until)
                return;

            first = _pauses == 0;
            var own = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(_pauses, 10)));
            pause = asked is { } wish && (first || wish > own) ? wish : own;
            _pauses++;
            _until = now + pause;
        }

        if (first)
            LogDown(source.Name, fault.Message, pause.TotalSeconds);
        else
            LogStillDown(source.Name, fault.Message, pause.TotalSeconds);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source} cannot be asked for previews ({Why}); it is left alone for {Seconds:0} s, longer each time. Songs go without until it answers")]
    private partial void LogDown(string source, string why, double seconds);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Source} still cannot be asked for previews ({Why}); it is left alone for {Seconds:0} s")]
    private partial void LogStillDown(string source, string why, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source} can be asked for previews again")]
    private partial void LogBack(string source);
}

/// <summary>What a catalogue said.</summary>
internal sealed record SourceReply(ReplyKind Kind, Preview? Preview = null);

/// <summary>How a catalogue did.</summary>
internal enum ReplyKind
{
    /// <summary>It has the song.</summary>
    Found,

    /// <summary>It does not.</summary>
    None,

    /// <summary>Our calls are used up for now.</summary>
    Busy,

    /// <summary>It could not be asked.</summary>
    Failed,
}
