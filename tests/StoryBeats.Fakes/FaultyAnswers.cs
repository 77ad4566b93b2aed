using System.Text.Json.Nodes;

namespace StoryBeats.Fakes;

/// <summary>Answers as a service gives them on a bad day.</summary>
internal static class FaultyAnswers
{
    private const string Page = "<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><h1>Welcome</h1></body></html>";

    public static async Task WriteAsync(HttpContext context, RequestDelegate next, FakeService service, FakeFault fault)
    {
        switch (fault.Kind)
        {
            case FakeFaultKind.ServerError:
                await FakeErrors.Of(service, StatusCodes.Status500InternalServerError, "Server error").ExecuteAsync(context);
                break;
            case FakeFaultKind.FixedStatus:
                await FakeErrors.Of(service, fault.StatusCode, "As set").ExecuteAsync(context);
                break;
            case FakeFaultKind.Html:
                await Results.Text(Page, "text/html").ExecuteAsync(context);
                break;
            case FakeFaultKind.Empty:
                context.Response.ContentLength = 0;
                break;
            case FakeFaultKind.EmptyObject:
                await FakeJson.Result(new JsonObject()).ExecuteAsync(context);
                break;
            default:
                await SpoilAsync(context, next, fault.Kind == FakeFaultKind.CutOffJson ? CutOff : WrongTypes);
                break;
        }
    }

    private static async Task SpoilAsync(HttpContext context, RequestDelegate next, Func<byte[], byte[]> spoil)
    {
        var body = context.Response.Body;
        using var right = new MemoryStream();
        context.Response.Body = right;
        await next(context);
        context.Response.Body = body;
        var spoilt = spoil(right.ToArray());
        context.Response.ContentLength = spoilt.Length;
        await body.WriteAsync(spoilt, context.RequestAborted);
    }

    private static byte[] CutOff(byte[] json) => json[..(json.Length / 2)];

    private static byte[] WrongTypes(byte[] json)
    {
        // One document, or one a line as streams have it.
        var text = System.Text.Encoding.UTF8.GetString(json);
        return System.Text.Encoding.UTF8.GetBytes(string.Join('\n', text.Split('\n').Select(SpoilLine)));
    }

    private static string SpoilLine(string line)
    {
        const string data = "data: ";
        var (lead, document) = line.StartsWith(data, StringComparison.Ordinal) ? (data, line[data.Length..]) : ("", line);
        if (!document.StartsWith('{') && !document.StartsWith("[{", StringComparison.Ordinal))
            return line;
        var root = JsonNode.Parse(document);
        Spoil(root);
        return lead + root?.ToJsonString();
    }

    private static void Spoil(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                Spoil(item);
        }
        else if (node is JsonObject members)
        {
            foreach (var name in members.Select(member => member.Key).ToList())
            {
                if (Wrong(name, members[name]) is { } wrong)
                    members[name] = wrong;
                else
                    Spoil(members[name]);
            }
        }
    }

    /// <summary>A value of another type for the members that clients read; null leaves the value.</summary>
    private static JsonNode? Wrong(string name, JsonNode? value) => name switch
    {
        "artists" when value is JsonArray => "somebody",
        "artist" when value is JsonObject => 3,
        "id" => 12345,
        "popularity" => "many",
        "name" or "title" or "trackName" or "artistName" => new JsonArray(1, 2),
        "isrc" => 7,
        "release_date" or "releaseDate" => new JsonObject(),
        "duration_ms" or "durationMs" or "trackTimeMillis" => "long",
        "energy" or "valence" or "tempo" or "danceability" or "acousticness" => "very",
        "href" or "preview" or "previewUrl" or "artworkUrl100" => false,
        "access_token" => new JsonObject { ["value"] = "x" },
        "expires_in" => "soon",
        // What models say.
        "delta" or "choices" or "content_block" => 7,
        "message" when value is JsonObject => "none",
        "text" => new JsonArray(1, 2),
        _ => null,
    };
}
