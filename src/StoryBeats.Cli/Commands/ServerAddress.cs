namespace StoryBeats.Cli.Commands;

/// <summary>Where a server listens, as an argument says it.</summary>
internal static class ServerAddress
{
    /// <summary>The address, or null when it is none of http or https.</summary>
    public static Uri? Of(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
}
