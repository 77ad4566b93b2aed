using StoryBeats.Catalog;
using StoryBeats.Vision;

namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>All of a song but the figures of its <see cref="PackedRow"/>, one after another; what is not known takes a byte.</summary>
internal static class PackedTrack
{
    public static void Write(BinaryWriter writer, Track track)
    {
        writer.Write(track.Id.Value);
        writer.Write(track.Title);
        writer.Write(track.Artist);
        writer.Write(track.Language);
        WriteText(writer, track.Album);
        WriteText(writer, track.ReleaseDate?.ToString());
        WriteText(writer, track.SpotifyId);
        WriteText(writer, track.Cover?.OriginalString);
        WriteText(writer, track.Isrc?.Value);
        WriteNumber(writer, track.DurationMs);
        WriteNumber(writer, track.Popularity);
        writer.Write(track.PopularityIsEstimated);
        writer.Write(track.Prominence ?? double.NaN);
        writer.Write(track.Features is not null);
        writer.Write((byte)track.FeatureSource);
        writer.Write(track.FeatureConfidence);
        writer.Write7BitEncodedInt(track.Genres.Count);
        foreach (var genre in track.Genres)
            writer.Write(genre);
        writer.Write7BitEncodedInt(track.Moods.Count);
        foreach (var mood in track.Moods)
            writer.Write((byte)mood);
    }

    public static Track Read(BinaryReader reader, AudioFeatures features) => new()
    {
        Id = new TrackId(reader.ReadString()),
        Title = reader.ReadString(),
        Artist = reader.ReadString(),
        Language = reader.ReadString(),
        Album = ReadText(reader),
        ReleaseDate = ReleaseDate.Parse(ReadText(reader)),
        SpotifyId = ReadText(reader),
        Cover = ReadText(reader) is { } cover ? new Uri(cover, UriKind.RelativeOrAbsolute) : null,
        Isrc = Isrc.Parse(ReadText(reader)),
        DurationMs = ReadNumber(reader),
        Popularity = ReadNumber(reader),
        PopularityIsEstimated = reader.ReadBoolean(),
        Prominence = reader.ReadDouble() is var prominence && double.IsNaN(prominence) ? null : prominence,
        Features = reader.ReadBoolean() ? features : null,
        FeatureSource = (FeatureSource)reader.ReadByte(),
        FeatureConfidence = reader.ReadDouble(),
        Genres = ReadList(reader, static one => one.ReadString()),
        Moods = ReadList(reader, static one => (MoodCategory)one.ReadByte()),
    };

    internal static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    internal static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void WriteNumber(BinaryWriter writer, int? number)
    {
        writer.Write(number is not null);
        if (number is { } known)
            writer.Write(known);
    }

    private static int? ReadNumber(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadInt32() : null;

    private static T[] ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.Read7BitEncodedInt();
        if (count is 0)
            return [];

        var list = new T[count];
        for (var i = 0; i < count; i++)
            list[i] = read(reader);
        return list;
    }
}
