using System.Globalization;
using System.Security.Cryptography;

namespace StoryBeats.Photos;

/// <summary>Tells whether two uploads are the same file, without saying anything about it: a keyed hash of all its bytes.</summary>
/// <param name="Value">Hexadecimal, 64 characters.</param>
public readonly record struct PhotoFingerprint(string Value)
{
    /// <summary>A seed for what is left to chance: the same photo, the same songs.</summary>
    public int Seed => int.Parse(Value.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Makes fingerprints with a secret key: worthless to anybody else.</summary>
/// <param name="key">Gives the key, once it is known; asked when first needed.</param>
public sealed class PhotoFingerprinter(Func<byte[]> key)
{
    private readonly Lazy<byte[]> _key = new(key);

    /// <summary>A fingerprinter with a key of this process alone.</summary>
    public PhotoFingerprinter()
        : this(() => RandomNumberGenerator.GetBytes(32))
    {
    }

    /// <summary>A fingerprinter without a secret, for where no fingerprint is kept or sent: a photo has the same in every run, and so the same luck.</summary>
    public static PhotoFingerprinter WithoutSecret { get; } = new(() => []);

    /// <summary>The fingerprint of a file.</summary>
    public PhotoFingerprint Of(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(HMACSHA256.HashData(_key.Value, bytes)));
}
