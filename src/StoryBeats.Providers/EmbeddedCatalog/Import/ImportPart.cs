using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Packed;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>What some thousand rows that follow each other gave.</summary>
internal sealed class ImportPart
{
    public List<Track> Tracks { get; } = [];

    public List<Refusal> Refusals { get; } = [];

    /// <summary>The rows' counts.</summary>
    public ImportCounts Counts { get; private init; } = new();

    public void Write(BinaryWriter writer)
    {
        Counts.Write(writer);
        writer.Write(Refusals.Count);
        foreach (var refusal in Refusals)
        {
            writer.Write(refusal.Row);
            writer.Write((byte)refusal.Reason);
            foreach (var text in new[] { refusal.Field, refusal.Value, refusal.Title, refusal.Artist })
                writer.Write(text);
        }

        writer.Write(Tracks.Count);
        foreach (var track in Tracks)
        {
            PackedTrack.Write(writer, track);
            var features = track.Features!.Value;
            foreach (var value in (ReadOnlySpan<double>)[features.Energy, features.Valence, features.Danceability, features.Acousticness, features.Instrumentalness, features.Tempo])
                writer.Write(value);
        }
    }

    public static ImportPart Read(BinaryReader reader)
    {
        var part = new ImportPart { Counts = ImportCounts.Read(reader) };
        for (var left = reader.ReadInt32(); left > 0; left--)
            part.Refusals.Add(new Refusal(reader.ReadInt64(), (RefusalReason)reader.ReadByte(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString()));
        for (var left = reader.ReadInt32(); left > 0; left--)
            part.Tracks.Add(ReadTrack(reader));
        return part;
    }

    private static Track ReadTrack(BinaryReader reader)
    {
        var track = PackedTrack.Read(reader, features: default);
        return track with
        {
            Features = new AudioFeatures(
                reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()),
        };
    }
}
