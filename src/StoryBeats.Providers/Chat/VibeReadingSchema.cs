using System.Text.Json;

namespace StoryBeats.Providers.Chat;

/// <summary>
/// What an answer looks like. Mood and culture come first: they are told before the rest. Ranges are in the prompt: not every service takes
/// them in a schema, and none is believed.
/// </summary>
internal static class VibeReadingSchema
{
    public const string Name = "vibe";

    public static JsonElement Json { get; } = JsonElement.Parse(
        """
        {
          "type": "object",
          "properties": {
            "mood": { "type": "string" },
            "cultural_vibe": { "type": "string", "enum": ["indian", "western", "global", "fusion"] },
            "themes": { "type": "array", "items": { "type": "string" } },
            "keywords": { "type": "array", "items": { "type": "string" } },
            "description": { "type": "string" },
            "genres": { "type": "array", "items": { "type": "string" } },
            "energy": { "type": "number" },
            "valence": { "type": "number" },
            "danceability": { "type": "number" },
            "acousticness": { "type": "number" },
            "instrumentalness": { "type": "number" },
            "tempo": { "type": "number" },
            "music_style": { "type": "string" }
          },
          "required": [
            "mood", "cultural_vibe", "themes", "keywords", "description", "genres",
            "energy", "valence", "danceability", "acousticness", "instrumentalness", "tempo", "music_style"
          ],
          "additionalProperties": false
        }
        """);
}
