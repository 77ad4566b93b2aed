using System.Text.Json;

namespace StoryBeats.Providers.Chat;

/// <summary>What an order of songs looks like.</summary>
internal static class SongVerdictSchema
{
    public const string Name = "song_order";

    public static JsonElement Json { get; } = JsonElement.Parse(
        """
        {
          "type": "object",
          "properties": {
            "reason": { "type": "string" },
            "order": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "song": { "type": "integer" },
                  "confidence": { "type": "number" }
                },
                "required": ["song", "confidence"],
                "additionalProperties": false
              }
            }
          },
          "required": ["reason", "order"],
          "additionalProperties": false
        }
        """);
}
