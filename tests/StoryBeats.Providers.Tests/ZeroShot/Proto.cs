using System.Buffers.Binary;
using System.Text;

namespace StoryBeats.Providers.Tests.ZeroShot;

/// <summary>Messages of protocol buffers, written by hand.</summary>
internal static class Proto
{
    public static byte[] Number(int field, long value) => [.. VarInt(field << 3), .. VarInt(value)];

    public static byte[] Text(int field, string value) => Message(field, Encoding.UTF8.GetBytes(value));

    public static byte[] Float(int field, float value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return [.. VarInt((field << 3) | 5), .. bytes];
    }

    public static byte[] Message(int field, params byte[][] parts)
    {
        byte[] content = [.. parts.SelectMany(part => part)];
        return [.. VarInt((field << 3) | 2), .. VarInt(content.Length), .. content];
    }

    private static IEnumerable<byte> VarInt(long value)
    {
        for (var left = (ulong)value; ; left >>= 7)
        {
            if (left < 0x80)
            {
                yield return (byte)left;
                yield break;
            }

            yield return (byte)(left | 0x80);
        }
    }
}
