using System.Security.Cryptography;

namespace StoryBeats.Photos;

/// <summary>Tells whether two uploads are the same file, without saying anything about it: a keyed hash of all its bytes.</summary>
/// <param name="Value">Hexadecimal, 64 characters.</param>
public readonly record struct PhotoFingerprint(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Makes fingerprints with a key of this process: worthless to anybody else.</summary>
public sealed class PhotoFingerprinter
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The fingerprint of a file.</summary>
    public PhotoFingerprint Of(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(HMACSHA256.HashData(_key, bytes)));
}
