using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Models;

/// <summary>A plausible reading of a photo from its light and colour alone: the same picture always gives the same.</summary>
internal static class PhotoWords
{
    private static readonly (string Mood, double Energy, double Valence, string Genre, string Theme)[] Moods =
    [
        ("serene", .25, .7, "indie folk", "sky"),
        ("sunlit", .6, .85, "indie pop", "summer"),
        ("euphoric", .85, .85, "dance pop", "crowd"),
        ("wistful", .3, .35, "acoustic", "rain"),
        ("brooding", .45, .2, "dark pop", "night"),
        ("restless", .75, .4, "alternative rock", "city lights"),
        ("tender", .3, .6, "bollywood romantic", "golden hour"),
    ];

    /// <summary>The fields a reading has, in the order in which they are said.</summary>
    public static JsonObject Of(ModelCall call)
    {
        var light = call.Images.Select(image => image.Light).OfType<PictureLight>().FirstOrDefault() ?? new PictureLight(.5, .3, 0, .3);
        var valence = Round((.15 + (.55 * light.Brightness) + (.25 * light.Saturation) + (.1 * light.Warmth)));
        var energy = Round((.1 + (.45 * light.Saturation) + (.5 * light.Contrast)));
        var (mood, _, _, genre, theme) = Moods.MinBy(entry => Math.Pow(entry.Energy - energy, 2) + Math.Pow(entry.Valence - valence, 2));
        var warm = light.Warmth > .05;
        var bright = light.Brightness > .5;
        var tones = warm ? "warm" : light.Warmth < -.05 ? "cool" : "neutral";
        return new JsonObject
        {
            ["mood"] = mood,
            ["cultural_vibe"] = warm && light.Saturation > .45 ? "indian" : light.Warmth < -.05 ? "western" : "global",
            ["themes"] = FakeJson.Texts([theme, bright ? "daylight" : "evening"]),
            ["keywords"] = FakeJson.Texts([tones + " light", bright ? "bright" : "dim", light.Saturation > .35 ? "vivid" : "muted", light.Contrast > .4 ? "bold" : "soft"]),
            ["description"] = $"A {(bright ? "bright" : "dim")} scene in {tones} tones, {(light.Saturation > .35 ? "vivid" : "muted")} and {(light.Contrast > .4 ? "full of contrast" : "soft")}.",
            ["genres"] = FakeJson.Texts([genre, warm ? "hindi indie" : "dream pop"]),
            ["energy"] = energy,
            ["valence"] = valence,
            ["danceability"] = Round(.2 + (.6 * energy)),
            ["acousticness"] = Round(.9 - (.8 * energy)),
            ["instrumentalness"] = Round(.05 + (.1 * (1 - light.Brightness))),
            ["tempo"] = Math.Round(70 + (70 * energy)),
            ["music_style"] = energy < .45 ? "soft guitar, close vocals, unhurried" : "steady drums, bright synths, a clear hook",
        };
    }

    private static double Round(double value) => Math.Round(Math.Clamp(value, 0, 1), 2);
}
