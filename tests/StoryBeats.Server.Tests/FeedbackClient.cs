using System.Text.Json;

namespace StoryBeats.Server.Tests;

/// <summary>What a visitor's page sends about songs.</summary>
internal static class FeedbackClient
{
    public static Task<Answer> LikeAsync(this RunningServer server, string session, string song) => server.SayAsync(session, song, 1);

    public static Task<Answer> DislikeAsync(this RunningServer server, string session, string song, string? reason = null) => server.SayAsync(session, song, -1, reason);

    public static Task<Answer> DoAsync(this RunningServer server, string session, string signal, string? song = null, string? weight = null)
    {
        var (songField, weightField) = (song is null ? "" : $", \"song_id\": {Quoted(song)}", weight is null ? "" : $", \"weight\": {weight}");
        return server.PostJsonAsync("/api/feedback/implicit", $"{{\"session_id\": {Quoted(session)}, \"signal_type\": {Quoted(signal)}{songField}{weightField}}}");
    }

    public static Task<Answer> CorrectAsync(this RunningServer server, string session, string mood) =>
        server.PostJsonAsync($"/api/v2/sessions/{session}/mood", $"{{\"mood\": {Quoted(mood)}}}");

    public static Task<Answer> RefineAsync(this RunningServer server, string session, string wishes) =>
        server.PostJsonAsync($"/api/v2/sessions/{session}/refine", wishes);

    public static Task<Answer> MoreAsync(this RunningServer server, string session) =>
        server.PostJsonAsync("/api/more-songs", $"{{\"session_id\": {Quoted(session)}}}");

    public static Task<Answer> KeptAsync(this RunningServer server, string session) => server.GetAsync($"/api/v2/sessions/{session}");

    /// <summary>What is kept of a session's feedback.</summary>
    public static async Task<IReadOnlyList<JsonElement>> FeedbackAsync(this RunningServer server, string session) =>
        [.. (await server.KeptAsync(session)).ShouldBeOk().Json.GetProperty("feedback").EnumerateArray()];

    public static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static Task<Answer> SayAsync(this RunningServer server, string session, string song, int feedback, string? reason = null)
    {
        var reasonField = reason is null ? "" : $", \"reason\": {Quoted(reason)}";
        return server.PostJsonAsync("/api/feedback",
            $"{{\"session_id\": {Quoted(session)}, \"song_id\": {Quoted(song)}, \"song_name\": \"n\", \"artist_name\": \"a\", \"feedback\": {feedback}{reasonField}}}");
    }
}
