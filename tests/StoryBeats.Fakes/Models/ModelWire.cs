using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Models;

/// <summary>How one service writes questions and answers.</summary>
internal abstract class ModelWire(FakeService service, string path)
{
    public FakeService Service => service;

    /// <summary>The path of questions.</summary>
    public string Path => path;

    /// <summary>The content type of a stream.</summary>
    public abstract string StreamType { get; }

    public abstract ModelQuestion Read(JsonObject body);

    /// <summary>What the service finds wrong with a request, or null; the key comes before.</summary>
    public abstract ModelComplaint? Check(HttpRequest request, JsonObject body, ModelCall call, FakeModel model);

    /// <summary>The key that came with a request, or null.</summary>
    public abstract string? KeyOf(HttpRequest request);

    /// <summary>What a wrong key gives.</summary>
    public abstract ModelComplaint WrongKey(string? key);

    /// <summary>What a stream begins with, before the first word.</summary>
    public abstract string Begin(ModelAnswer answer);

    /// <summary>What a few letters are in a stream.</summary>
    public abstract string Piece(ModelAnswer answer, string letters);

    /// <summary>What a stream ends with.</summary>
    public abstract string Finish(ModelAnswer answer);

    /// <summary>What a stream says when the service has no room left midway.</summary>
    public abstract string Overloaded { get; }

    /// <summary>The answer that is not streamed.</summary>
    public abstract JsonObject Whole(ModelAnswer answer);

    protected static string Joined(IEnumerable<string?> texts) => string.Join('\n', texts.Where(text => text is not null));
}
