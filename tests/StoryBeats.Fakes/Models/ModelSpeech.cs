using System.Text.Json;
using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Models;

/// <summary>What a model has to say to a question.</summary>
internal static class ModelSpeech
{
    private const string Refusal = "I'm sorry, but I can't help with this picture.";

    /// <summary>What is said up to where it stops, and why it stops there.</summary>
    public static (string Text, ModelEnd End) Of(ModelCall call, FakeModel model)
    {
        var said = ModelManners.Apply(model.Manner, model.Says?.Invoke(call) ?? Plain(call), call);
        var (text, end) = model.End switch
        {
            ModelEnd.Refusal => (Refusal, ModelEnd.Refusal),
            ModelEnd.Length or ModelEnd.ContentFilter => (said[..(said.Length / 2)], model.End),
            _ => (said, ModelEnd.Finished),
        };
        return call.MaxTokens is { } most && ModelAnswer.TokensOf(text) > most ? (text[..ModelAnswer.LettersOf(most)], ModelEnd.Length) : (text, end);
    }

    private static string Plain(ModelCall call)
    {
        var said = call.OrdersSongs ? SongOrder.Of(call) : PhotoWords.Of(call);
        return SchemaFiller.Fill(call.Schema ?? SchemaIn(call.System) ?? SchemaIn(call.Prompt), said).ToJsonString(ModelManners.Written);
    }

    /// <summary>The first JSON object with properties in a text: to a server without schemas they are told.</summary>
    private static JsonObject? SchemaIn(string text)
    {
        const int tries = 20;
        var at = text.IndexOf('{', StringComparison.Ordinal);
        for (var count = 0; at >= 0 && count < tries; at = text.IndexOf('{', at + 1), count++)
        {
            var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text[at..]));
            try
            {
                if (JsonNode.Parse(ref reader) is JsonObject found && found.Member("properties") is JsonObject)
                    return found;
            }
            catch (JsonException)
            {
                // A brace that begins no JSON.
            }
        }

        return null;
    }
}
