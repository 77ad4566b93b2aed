using System.Net;

namespace StoryBeats.Providers.Chat;

/// <summary>A service answered with an error. Its words are for finding out what it complains of, and are neither logged nor shown.</summary>
internal sealed class ChatStatusException(HttpStatusCode status, TimeSpan? retryAfter, string complaint) : Exception($"The service answered {(int)status}.")
{
    private static readonly string[] Schema = ["response_format", "json_schema", "output_config", "output_format", "structured output", "format", "schema"];
    private static readonly string[] Reasoning = ["reasoning", "thinking", "effort", "'think'", "\"think\""];

    /// <summary>The status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>How long it wants to be left alone, where it says so.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Why, as the end of a sentence that begins with the service's name.</summary>
    public string Says => (int)Status switch
    {
        400 or 422 => $"does not take the request ({(int)Status})",
        401 => "does not accept the key (401)",
        402 => "wants to be paid first (402)",
        403 => "does not allow this key to do this (403)",
        404 => "does not know the model, or has another address (404)",
        408 or 504 => $"took too long ({(int)Status})",
        413 => "finds the photo too large (413)",
        429 => "is rate-limited (429)",
        529 => "is overloaded (529)",
        503 => "is not available (503)",
        >= 500 => $"has a fault ({(int)Status})",
        _ => $"answered {(int)Status}",
    };

    /// <summary>Whether asking again would be answered the same until somebody mends a setting.</summary>
    public bool IsLasting => (int)Status is 401 or 402 or 403 or 404;

    /// <summary>What to leave out when asking again, or null when the complaint is about something else.</summary>
    public ChatTerms? Without(ChatTerms terms)
    {
        if ((int)Status is not (400 or 422))
            return null;
        if (terms.NoReasoning && Reasoning.Any(Complains))
            return terms with { NoReasoning = false };
        if (terms.Schema && Schema.Any(Complains))
            return terms with { Schema = false };
        return null;
    }

    private bool Complains(string word) => complaint.Contains(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What a service is asked for besides the answer; each is left out for one that refuses it.</summary>
/// <param name="Schema">An answer that keeps to the schema.</param>
/// <param name="NoReasoning">An answer at once, without thinking.</param>
internal readonly record struct ChatTerms(bool Schema, bool NoReasoning);
