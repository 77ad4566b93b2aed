using System.Net;
using System.Text.Json;

namespace StoryBeats.Server.Tests;

/// <summary>What the server answered, read to its end.</summary>
/// <param name="Status">The status.</param>
/// <param name="MediaType">The content type without parameters.</param>
/// <param name="Text">The body.</param>
/// <param name="Headers">Every header, those of the body too.</param>
public sealed record Answer(HttpStatusCode Status, string? MediaType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
    }

    /// <summary>The ids of the songs, in their order.</summary>
    public IReadOnlyList<string> SongIds => [.. Songs.Select(song => song.GetProperty("id").GetString()!)];

    /// <summary>The songs.</summary>
    public IEnumerable<JsonElement> Songs => Json.GetProperty("songs").EnumerateArray();

    /// <summary>The session.</summary>
    public string SessionId => Json.GetProperty("session_id").GetString()!;

    /// <summary>Expects an object to have fields; others may be added, none renamed or dropped.</summary>
    public static void ShouldHave(JsonElement json, params string[] names) =>
        names.Except(Names(json), StringComparer.Ordinal).ShouldBeEmpty();

    private string Start => Text.Length <= 200 ? Text : Text[..200];

    /// <summary>Reads a response.</summary>
    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));

    /// <summary>Expects success.</summary>
    public Answer ShouldBeOk()
    {
        Status.ShouldBe(HttpStatusCode.OK, Start);
        MediaType.ShouldBe("application/json");
        return this;
    }

    /// <summary>Expects v1's error: a JSON object with one sentence.</summary>
    /// <returns>The sentence.</returns>
    public string ShouldBeError(int status)
    {
        ((int)Status).ShouldBe(status, Start);
        MediaType.ShouldBe("application/json");
        Names(Json).ShouldBe(Code is null ? ["error"] : ["error", "code"]);
        return ShouldBeSentence(Json.GetProperty("error").GetString());
    }

    /// <summary>The code of an error, or null where it has none.</summary>
    public string? Code => Json.TryGetProperty("code", out var code) ? code.GetString().ShouldNotBeNull() : null;

    /// <summary>Expects problem+json.</summary>
    /// <returns>The sentence.</returns>
    public string ShouldBeProblem(int status)
    {
        ((int)Status).ShouldBe(status, Start);
        MediaType.ShouldBe("application/problem+json");
        Json.GetProperty("status").GetInt32().ShouldBe(status);
        Json.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        return ShouldBeSentence(Json.GetProperty("detail").GetString());
    }

    /// <summary>The names of an object's properties.</summary>
    public static IReadOnlyList<string> Names(JsonElement json) => [.. json.EnumerateObject().Select(property => property.Name)];

    private static string ShouldBeSentence(string? text)
    {
        text.ShouldNotBeNullOrWhiteSpace();
        text.ShouldEndWith(".");
        text.ShouldNotContain("Exception");
        text.ShouldNotContain(" at System.");
        return text;
    }
}
