using System.Globalization;

namespace StoryBeats.Fakes.Models;

/// <summary>How a service's model behaves; may be changed at any time. A model that is told nothing reads photos, at once and well.</summary>
public sealed class FakeModel
{
    private const string AnthropicKey = "sk-ant-api03-7c1e5b0d9f3a48e2b6d4";
    private const string OpenAIKey = "sk-proj-2f8a6c4e1b7d4930a5f0";

    /// <summary>The key that is right; null takes any, or none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The models there are, the first for <see cref="FakeServices.ModelSettings"/>; others give 404.</summary>
    public IReadOnlyList<string> Names { get; set; } = [];

    /// <summary>Whether answers by JSON schema may be asked for; else that gives the 400 of a server that has none.</summary>
    public bool TakesSchemas { get; set; } = true;

    /// <summary>What the model says, before <see cref="Manner"/>; null: what the picture itself gives.</summary>
    public Func<ModelCall, string>? Says { get; set; }

    /// <summary>What is odd about the way it says it.</summary>
    public ModelManner Manner { get; set; }

    /// <summary>Why it stops.</summary>
    public ModelEnd End { get; set; }

    /// <summary>How long until the first token, from when the request has arrived.</summary>
    public FakeLatency FirstToken { get; set; }

    /// <summary>How long until the last token, from when the request has arrived; never before the first.</summary>
    public FakeLatency Whole { get; set; }

    /// <summary>Characters in each piece of a stream.</summary>
    public int PieceLength { get; set; } = 12;

    /// <summary>The error status answered instead, or null.</summary>
    public int? Fails { get; set; }

    /// <summary>What a 429 says in Retry-After, in seconds; null says nothing.</summary>
    public int? RetryAfterSeconds { get; set; } = 1;

    /// <summary>A stream's connection is cut after this many characters; in an answer that is not streamed, of its body. Null: never.</summary>
    public int? CutAfter { get; set; }

    /// <summary>A stream ends with the service's own "overloaded" after this many characters; null: never. Not streamed, it is the status.</summary>
    public int? OverloadedAfter { get; set; }

    /// <summary>A stream says nothing any more after this many characters, and does not end; null: never. Not streamed, nothing comes.</summary>
    public int? HangsAfter { get; set; }

    /// <summary>Done before each piece of a stream, told how many characters have gone, and before a whole answer: to hold back the rest.</summary>
    public Func<ModelCall, int, CancellationToken, Task>? OnPiece { get; set; }

    /// <summary>Another behaviour for some questions, such as for second looks alone; null, or an answer of null: this one. Keys, names and schemas stay.</summary>
    public Func<ModelCall, FakeModel?>? Instead { get; set; }

    internal static FakeModel Of(FakeService service) => service switch
    {
        FakeService.Anthropic => new() { ApiKey = AnthropicKey, Names = ["claude-haiku-5-5", "claude-sonnet-5-5"] },
        FakeService.OpenAI => new() { ApiKey = OpenAIKey, Names = ["gpt-6-luna", "gpt-4o-mini"] },
        FakeService.Compatible => new() { TakesSchemas = false, Names = ["qwen3-vl-8b-instruct"] },
        _ => new() { Names = ["gemma4:4b", "llava:latest"] },
    };

    internal FakeModel For(ModelCall call) => Instead?.Invoke(call) ?? this;

    internal string? RetryAfter => RetryAfterSeconds?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What is odd about the way a model says what it says.</summary>
public enum ModelManner
{
    /// <summary>Nothing: JSON alone.</summary>
    Plain,

    /// <summary>The JSON stands in a code fence.</summary>
    CodeFences,

    /// <summary>The JSON stands between sentences.</summary>
    ProseAround,

    /// <summary>Every number is a text.</summary>
    NumbersAsText,

    /// <summary>Numbers are far beyond their range, some above and some below; songs that are not in the list.</summary>
    OutOfRange,

    /// <summary>Of a reading only mood, description and energy are there; of songs every second one, without confidence.</summary>
    MissingFields,

    /// <summary>Every text carries HTML, a script, terminal escapes and instructions.</summary>
    Hostile,

    /// <summary>The description, or the reason for an order, is the system prompt word for word.</summary>
    RepeatsPrompt,

    /// <summary>Sentences and no JSON.</summary>
    NoJson,

    /// <summary>Nothing at all.</summary>
    Empty,
}

/// <summary>Why a model stops.</summary>
public enum ModelEnd
{
    /// <summary>It has said everything; or its tokens ran out by the request's own limit.</summary>
    Finished,

    /// <summary>Its tokens ran out halfway.</summary>
    Length,

    /// <summary>It will not, and says so in the service's own way.</summary>
    Refusal,

    /// <summary>A filter stopped it halfway; Anthropic knows only refusals, Ollama neither.</summary>
    ContentFilter,
}
