using System.Diagnostics;
using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Models;

/// <summary>One question to a model, recorded when it has fully arrived: also one that is then refused, or that a fault answers.</summary>
public sealed class ModelCall
{
    private long _firstByte;
    private long _lastByte;

    /// <summary>Whose API was asked.</summary>
    public required FakeService Service { get; init; }

    /// <summary>The model asked for, or empty.</summary>
    public required string Model { get; init; }

    /// <summary>The system prompt, or empty.</summary>
    public required string System { get; init; }

    /// <summary>The visitor's side of the question: all its text parts, joined by line ends.</summary>
    public required string Prompt { get; init; }

    /// <summary>The pictures sent.</summary>
    public required IReadOnlyList<SeenImage> Images { get; init; }

    /// <summary>The JSON schema asked for, or null.</summary>
    public required JsonObject? Schema { get; init; }

    /// <summary>Whether a stream was asked for.</summary>
    public required bool Streamed { get; init; }

    /// <summary>The most tokens the answer may have, or null where nothing was said.</summary>
    public required int? MaxTokens { get; init; }

    /// <summary>The whole body as sent.</summary>
    public required string Body { get; init; }

    /// <summary>Whether songs are to be ordered (a second look); else a photo is to be read.</summary>
    public required bool OrdersSongs { get; init; }

    /// <summary>When the request had fully arrived, in ticks of <see cref="Stopwatch"/>.</summary>
    public required long Arrived { get; init; }

    /// <summary>When the answer's first byte went, in ticks of <see cref="Stopwatch"/>; null while none has.</summary>
    public long? FirstByte => Volatile.Read(ref _firstByte) is var at and not 0 ? at : null;

    /// <summary>When the answer's last byte so far went, in ticks of <see cref="Stopwatch"/>; null while none has.</summary>
    public long? LastByte => Volatile.Read(ref _lastByte) is var at and not 0 ? at : null;

    /// <summary>The model's own time: from the whole request to the last byte of the answer; null while there is none.</summary>
    public TimeSpan? Took => LastByte is { } last ? Stopwatch.GetElapsedTime(Arrived, last) : null;

    /// <summary>The status answered; null while there is none.</summary>
    public int? Status { get; internal set; }

    /// <summary>Why the request was refused by its own fault, as the service's error says it; else null.</summary>
    public string? Complaint { get; internal set; }

    /// <summary>All the text that the model had to say, sent or not; null where it was not asked.</summary>
    public string? Said { get; internal set; }

    /// <summary>How many characters of <see cref="Said"/> went.</summary>
    public int Sent { get; internal set; }

    /// <summary>Whether the answer was sent to its end.</summary>
    public bool Finished { get; internal set; }

    /// <summary>Whether the client went before the end.</summary>
    public bool ClientLeft { get; internal set; }

    internal void Wrote()
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.CompareExchange(ref _firstByte, now, 0);
        Volatile.Write(ref _lastByte, now);
    }
}
