using System.Text;

namespace StoryBeats.Server.Tests;

/// <summary>A multipart form written byte by byte, so that it may be odd or wrong.</summary>
/// <param name="boundary">What parts it.</param>
public sealed class Form(string boundary = "storybeats-boundary")
{
    private readonly List<byte> _bytes = [];

    /// <summary>The content type that goes with it.</summary>
    public string ContentType { get; init; } = $"multipart/form-data; boundary={boundary}";

    /// <summary>A form with a photo and nothing else.</summary>
    public static Form Of(byte[] photo, string fileName = "photo.jpg") => new Form().File("photo", photo, fileName);

    /// <summary>Adds a file.</summary>
    public Form File(string name, byte[] content, string fileName = "photo.jpg", string type = "image/jpeg") =>
        Part($"Content-Disposition: form-data; name=\"{name}\"; filename=\"{fileName}\"\r\nContent-Type: {type}", content);

    /// <summary>Adds a text field.</summary>
    public Form Field(string name, string value) => Part($"Content-Disposition: form-data; name=\"{name}\"", Encoding.UTF8.GetBytes(value));

    /// <summary>Adds a part with headers as they are.</summary>
    public Form Part(string headers, byte[] content) => Raw($"--{boundary}\r\n{headers}\r\n\r\n").Raw(content).Raw("\r\n");

    /// <summary>Adds text as it is.</summary>
    public Form Raw(string text) => Raw(Encoding.UTF8.GetBytes(text));

    /// <summary>Adds bytes as they are.</summary>
    public Form Raw(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>The bytes so far, without an end.</summary>
    public byte[] ToUnfinishedBytes() => [.. _bytes];

    /// <summary>The whole form.</summary>
    public byte[] ToBytes() => [.. _bytes, .. Encoding.ASCII.GetBytes($"--{boundary}--\r\n")];
}
