using Microsoft.Extensions.Options;

namespace StoryBeats;

/// <summary>Tells what an operator can mend, and is told in a sentence, from what is a bug.</summary>
public static class StartupFault
{
    /// <summary>The sentence, a line for each setting, for a broken data file, model or setting, or null for anything else.</summary>
    public static string? Describe(Exception fault) => fault switch
    {
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        AggregateException { InnerExceptions: var faults } when faults.All(one => Describe(one) is not null) => string.Join(Environment.NewLine, faults.Select(Describe)),
        InvalidDataException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => fault.Message,
        // Kestrel's own words, which name the address.
        IOException { InnerException: not null } when fault.Message.StartsWith("Failed to bind", StringComparison.Ordinal) =>
            $"{fault.Message} Another program listens there: name another address with --urls or ASPNETCORE_URLS.",
        // A value of configuration that is not of its type.
        InvalidOperationException { InnerException: FormatException or ArgumentException } => fault.Message,
        _ => fault.InnerException is { } inner ? Describe(inner) : null,
    };
}
