using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using StoryBeats.Catalog;

namespace StoryBeats.Storage.Model;

/// <summary>Milliseconds since 1970: both databases compare and index them alike.</summary>
internal sealed class UnixMilliseconds()
    : ValueConverter<DateTimeOffset, long>(time => time.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

/// <summary>Six numbers in one column: they are only ever read together.</summary>
internal sealed class FeatureText()
    : ValueConverter<AudioFeatures, string>(features => Write(features), text => Read(text))
{
    internal static string Write(AudioFeatures f) => string.Create(
        CultureInfo.InvariantCulture, $"{f.Energy:R} {f.Valence:R} {f.Danceability:R} {f.Acousticness:R} {f.Instrumentalness:R} {f.Tempo:R}");

    internal static AudioFeatures Read(string text)
    {
        Span<double> values = stackalloc double[6];
        var index = 0;
        foreach (var range in text.AsSpan().Split(' '))
            values[index++] = double.Parse(text.AsSpan(range), CultureInfo.InvariantCulture);
        return new AudioFeatures(values[0], values[1], values[2], values[3], values[4], values[5]);
    }
}
