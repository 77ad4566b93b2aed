using System.Text.Json;

namespace StoryBeats.Providers.Chat;

/// <summary>What a model is asked.</summary>
/// <param name="Task">What for, as metrics name it: "reading" or "second_look".</param>
/// <param name="Instructions">The prompt.</param>
/// <param name="Jpeg">The photo.</param>
/// <param name="Text">What comes after the photo.</param>
/// <param name="SchemaName">The schema's name.</param>
/// <param name="Schema">What the answer has to look like.</param>
/// <param name="MaxTokens">How long it may be.</param>
/// <param name="IsUrgent">Whether somebody waits for it, as for a reading: its failures count, and after a pause it may be the one that tries for all.</param>
internal sealed record ChatQuestion(
    string Task, string Instructions, ReadOnlyMemory<byte> Jpeg, string Text, string SchemaName, JsonElement Schema, int MaxTokens, bool IsUrgent);

/// <summary>What came back.</summary>
internal sealed record ChatAnswer(string Text, ChatEnding Ending);

/// <summary>How an answer ended.</summary>
internal enum ChatEnding
{
    /// <summary>The model had said everything.</summary>
    Whole,

    /// <summary>It was not allowed to say more.</summary>
    TooLong,

    /// <summary>The connection or the service broke.</summary>
    BrokenOff,
}
