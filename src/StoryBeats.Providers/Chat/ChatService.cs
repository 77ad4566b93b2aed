using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using StoryBeats.Telemetry;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Chat;

/// <summary>One service with its model: asks it, measures it, learns what it refuses, and leaves it alone while it fails.</summary>
/// <param name="name">How answers and settings name it.</param>
/// <param name="model">The model.</param>
/// <param name="host">Where it is.</param>
/// <param name="client">Speaks to it.</param>
/// <param name="prices">What it costs.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Says when it begins and ends to be left alone, and what it refuses.</param>
internal sealed partial class ChatService(
    string name, string model, string host, IChatClient client, ChatPrices prices, StoryBeatsMetrics metrics, TimeProvider time, ILogger<ChatService> logger)
{
    /// <summary>How long a call may take, whoever waits.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // A model that cannot do without thinking needs room for it.
    private const int ThinkingRoom = 4;

    private readonly ChatBreaker _breaker = new(time);
    private readonly Lock _lock = new();
    private ChatTerms _terms = new(Schema: true, NoReasoning: true);

    /// <summary>How answers and settings name it.</summary>
    public string Name { get; } = name;

    /// <summary>The model.</summary>
    public string Model { get; } = model;

    /// <summary>The host that photos are sent to.</summary>
    public string Host { get; } = host;

    private ChatTerms Terms
    {
        get
        {
            lock (_lock)
                return _terms;
        }
    }

    /// <summary>Asks once.</summary>
    /// <param name="question">The question.</param>
    /// <param name="read">Makes something of the text, or null when it is of no use.</param>
    /// <param name="soFar">Told the text so far while it comes, or null: the answer is then not streamed. Says whether it wants to hear more.</param>
    /// <param name="late">Cancelled when it has taken too long: a failure.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more: no failure.</param>
    /// <exception cref="ChatException">There is nothing of use; says why, and whether to try again.</exception>
    public async Task<T> AskAsync<T>(
        ChatQuestion question, Func<string, T?> read, Func<string, bool>? soFar, CancellationToken late, CancellationToken cancellationToken)
        where T : class
    {
        if ((question.IsUrgent ? _breaker.Enter() : _breaker.Look()) is { } closed)
            throw new ChatException(ReaderStatus.Skipped, closed, "skipped");

        try
        {
            var result = await AttemptsAsync(question, read, soFar, late, cancellationToken);
            if (_breaker.Succeeded())
                LogBack(Name);
            return result;
        }
        catch (ChatException fault) when (fault.Status is ReaderStatus.Refused)
        {
            // It is well, and does not like this photo.
            if (_breaker.Succeeded())
                LogBack(Name);
            throw;
        }
        catch (ChatException fault)
        {
            Failed(question, fault);
            throw;
        }
        catch
        {
            Left(question);
            throw;
        }
    }

    private async Task<T> AttemptsAsync<T>(
        ChatQuestion question, Func<string, T?> read, Func<string, bool>? soFar, CancellationToken late, CancellationToken cancellationToken)
        where T : class
    {
        var terms = Terms;
        while (true)
        {
            try
            {
                var result = await AttemptAsync(question, terms, read, soFar, late, cancellationToken);
                Accepted(terms);
                return result;
            }
            catch (ChatException fault) when (fault.Answered?.Without(terms) is { } fewer)
            {
                terms = fewer;
            }
            catch (ChatException fault) when (fault.Answered is null && fault.Status is not (ReaderStatus.Failed or ReaderStatus.TimedOut))
            {
                Accepted(terms);
                throw;
            }
        }
    }

    private async Task<T> AttemptAsync<T>(
        ChatQuestion question, ChatTerms terms, Func<string, T?> read, Func<string, bool>? soFar, CancellationToken late, CancellationToken cancellationToken)
        where T : class
    {
        var measured = new Measured(time.GetTimestamp());
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late, limit.Token);
        try
        {
            var answer = soFar is null
                ? await WholeAsync(question, terms, measured, either.Token)
                : await StreamAsync(question, terms, soFar, measured, either.Token);
            var result = read(answer.Text) ?? throw Useless(answer);
            Count(question.Task, "answered", measured);
            return result;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever it looks like: some clients end, others break.
            Count(question.Task, "cancelled", measured);
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (late.IsCancellationRequested)
        {
            Count(question.Task, "timeout", measured);
            throw new ChatException(ReaderStatus.TimedOut, "did not answer in time", "timeout");
        }
        catch (Exception fault) when (fault is not ChatException || limit.IsCancellationRequested)
        {
            var says = Of(limit.IsCancellationRequested ? new TimeoutException() : fault);
            Count(question.Task, says.Outcome, measured);
            throw says;
        }
        catch (ChatException fault)
        {
            Count(question.Task, fault.Outcome, measured);
            throw;
        }
    }

    private async Task<ChatAnswer> WholeAsync(ChatQuestion question, ChatTerms terms, Measured measured, CancellationToken cancellationToken)
    {
        var response = await client.GetResponseAsync(Messages(question), Options(question, terms), cancellationToken);
        measured.Usage = response.Usage;
        if (response.Messages.SelectMany(message => message.Contents).Any(IsRefusal))
            throw Refused();
        return new ChatAnswer(response.Text, Ending(response.FinishReason ?? ChatFinishReason.Stop));
    }

    private async Task<ChatAnswer> StreamAsync(
        ChatQuestion question, ChatTerms terms, Func<string, bool> soFar, Measured measured, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        ChatFinishReason? finish = null;
        var listens = true;
        var updates = client.GetStreamingResponseAsync(Messages(question), Options(question, terms), cancellationToken).GetAsyncEnumerator(cancellationToken);
        Task<bool>? moving = null;
        try
        {
            while (true)
            {
                moving = updates.MoveNextAsync().AsTask();
                // Not every client lets go of a connection on which nothing comes.
                if (!await moving.WaitAsync(cancellationToken))
                    break;

                finish = updates.Current.FinishReason ?? finish;
                if (Take(updates.Current, text, measured) && listens)
                    listens = soFar(text.ToString());
            }
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or ChatException) && text.Length > 0 && Status(fault) is null)
        {
            return new ChatAnswer(text.ToString(), ChatEnding.BrokenOff);
        }
        finally
        {
            await LetGoAsync(updates, moving);
        }

        return new ChatAnswer(text.ToString(), finish is { } reason ? Ending(reason) : ChatEnding.BrokenOff);
    }

    private bool Take(ChatResponseUpdate update, StringBuilder text, Measured measured)
    {
        // The adapter keeps the refusal of a stream to itself (Microsoft.Extensions.AI.OpenAI 10.11.0).
        if (update.RawRepresentation is OpenAI.Chat.StreamingChatCompletionUpdate { RefusalUpdate.Length: > 0 })
            throw Refused();

        var isLonger = false;
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent { Text.Length: > 0 } said:
                    measured.FirstToken ??= time.GetElapsedTime(measured.Start);
                    text.Append(said.Text);
                    isLonger = true;
                    break;
                // Some say in every part what they used so far.
                case UsageContent usage:
                    measured.Usage = usage.Details;
                    break;
                case var refusal when IsRefusal(refusal):
                    throw Refused();
            }
        }

        if (text.Length > SaidJson.Longest)
            throw new ChatException(ReaderStatus.Unusable, "said far too much", "unusable");
        return isLonger;
    }

    private static async ValueTask LetGoAsync(IAsyncEnumerator<ChatResponseUpdate> updates, Task<bool>? moving)
    {
        if (moving is null or { IsCompleted: true })
        {
            await updates.DisposeAsync();
            return;
        }

        // It may not be disposed of while it moves.
        _ = moving.ContinueWith(
            async ended =>
            {
                _ = ended.Exception;
                await updates.DisposeAsync();
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private static List<ChatMessage> Messages(ChatQuestion question) =>
    [
        new(ChatRole.System, question.Instructions),
        // Photo before text, as Anthropic advises.
        new(ChatRole.User, [new DataContent(question.Jpeg, "image/jpeg"), new TextContent(question.Text)]),
    ];

    private ChatOptions Options(ChatQuestion question, ChatTerms terms) => new()
    {
        ModelId = Model,
        MaxOutputTokens = terms.NoReasoning ? question.MaxTokens : question.MaxTokens * ThinkingRoom,
        ResponseFormat = terms.Schema ? ChatResponseFormat.ForJsonSchema(question.Schema, question.SchemaName) : null,
        Reasoning = terms.NoReasoning ? new ReasoningOptions { Effort = ReasoningEffort.None } : null,
        AdditionalProperties = terms.Schema ? new AdditionalPropertiesDictionary { ["strict"] = true } : null,
    };

    private static ChatEnding Ending(ChatFinishReason reason) => reason switch
    {
        _ when reason == ChatFinishReason.ContentFilter => throw Refused(),
        _ when reason == ChatFinishReason.Length => ChatEnding.TooLong,
        _ => ChatEnding.Whole,
    };

    private static bool IsRefusal(AIContent content) => content is ErrorContent { ErrorCode: "Refusal" };

    private static ChatException Refused() => new(ReaderStatus.Refused, "would not look at this photo", "refused");

    private static ChatException Useless(ChatAnswer answer) => answer.Ending switch
    {
        ChatEnding.BrokenOff => new(ReaderStatus.Failed, "broke off in the middle of its answer", "broken_off"),
        ChatEnding.TooLong => new(ReaderStatus.Unusable, "did not come to an end in the length it may have", "unusable"),
        _ => new(ReaderStatus.Unusable, "said nothing that can be used", "unusable"),
    };

    private static ChatException Of(Exception fault)
    {
        if (Status(fault) is { } status)
            return new ChatException(ReaderStatus.Failed, status.Says, ((int)status.Status).ToString(CultureInfo.InvariantCulture)) { Answered = status };

        return Causes(fault).Any(cause => cause is OperationCanceledException or TimeoutException)
            ? new(ReaderStatus.TimedOut, string.Create(CultureInfo.InvariantCulture, $"took longer than {Longest.TotalSeconds:0} s"), "timeout")
            : Causes(fault).Any(cause => cause is HttpRequestException { HttpRequestError: not HttpRequestError.ResponseEnded })
                ? new(ReaderStatus.Failed, "cannot be reached", "unreachable")
                : Causes(fault).Any(cause => cause.Message.Contains("overloaded", StringComparison.OrdinalIgnoreCase))
                    ? new(ReaderStatus.Failed, "is overloaded (529)", "529")
                    : new(ReaderStatus.Failed, "broke off its answer, or answered something else than its API promises", "broken_off");
    }

    private static ChatStatusException? Status(Exception fault) => Causes(fault).OfType<ChatStatusException>().FirstOrDefault();

    private static IEnumerable<Exception> Causes(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
            yield return cause;
    }

    private void Accepted(ChatTerms terms)
    {
        ChatTerms before;
        lock (_lock)
        {
            before = _terms;
            _terms = new ChatTerms(before.Schema && terms.Schema, before.NoReasoning && terms.NoReasoning);
        }

        if (before.Schema && !terms.Schema)
            LogNoSchema(Name, Model);
        if (before.NoReasoning && !terms.NoReasoning)
            LogReasons(Name, Model);
    }

    private void Failed(ChatQuestion question, ChatException fault)
    {
        // Thirty songs take longer and are harder to order than a photo is to read: photos do not suffer for it.
        if (!question.IsUrgent && fault.Answered is not ({ IsLasting: true } or { RetryAfter: not null } or { Status: HttpStatusCode.TooManyRequests }))
            return;

        var asked = fault.Answered switch
        {
            { IsLasting: true } => ChatBreaker.SettingPause,
            { RetryAfter: { } wait } => wait,
            _ => (TimeSpan?)null,
        };
        if (_breaker.Failed(fault.Message, asked) is { } pause)
            LogDown(Name, fault.Message, pause.TotalSeconds);
    }

    private void Left(ChatQuestion question)
    {
        if (question.IsUrgent)
            _breaker.Left();
    }

    private void Count(string task, string outcome, Measured measured)
    {
        metrics.ModelAsked(Name, Model, task, outcome, time.GetElapsedTime(measured.Start), measured.FirstToken);
        metrics.Called(Name, "chat", outcome switch
        {
            "answered" or "refused" => "200",
            "unusable" => "garbage",
            _ => outcome,
        });
        if (measured.Usage is { } usage)
            metrics.ModelUsed(Name, Model, task, usage.InputTokenCount, usage.OutputTokenCount, prices.Of(usage.InputTokenCount, usage.OutputTokenCount));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Service} {Why}; it is left alone for {Seconds:0} s, longer each time")]
    private partial void LogDown(string service, string why, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service} answers again")]
    private partial void LogBack(string service);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service} does not take a schema for {Model}: its answers are read as they come")]
    private partial void LogNoSchema(string service, string model);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service} does not let {Model} answer without thinking, or does not know what that is: it is asked without saying so")]
    private partial void LogReasons(string service, string model);

    private sealed class Measured(long start)
    {
        public long Start { get; } = start;

        public TimeSpan? FirstToken { get; set; }

        public UsageDetails? Usage { get; set; }
    }
}
