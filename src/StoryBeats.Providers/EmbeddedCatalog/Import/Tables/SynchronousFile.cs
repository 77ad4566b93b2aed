namespace StoryBeats.Providers.EmbeddedCatalog.Import.Tables;

/// <summary>
/// A file whose asynchronous reads are done at once by the thread that asks, which goes on with what it read (<see cref="ParquetColumn"/>).
/// </summary>
internal sealed class SynchronousFile(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));
}
