using System.Runtime.InteropServices;

namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>A mapped file's sections. The file stays mapped until this is disposed of, whoever closes it meanwhile.</summary>
internal readonly unsafe ref struct MappedBytes : IDisposable
{
    private readonly SafeBuffer _buffer;
    private readonly PackedFormat _format;
    private readonly byte* _start;

    /// <summary>Holds a mapped file.</summary>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public MappedBytes(SafeBuffer buffer, PackedFormat format)
    {
        buffer.AcquirePointer(ref _start);
        _buffer = buffer;
        _format = format;
    }

    /// <summary>A section's bytes.</summary>
    public ReadOnlySpan<byte> this[PackedSection section] => new(_start + _format[section].Offset, checked((int)_format[section].Length));

    public void Dispose() => _buffer.ReleasePointer();
}
