namespace StoryBeats.Providers.Chat;

/// <summary>What a model costs, as the operator says: prices change, and none is shipped.</summary>
/// <param name="Input">US dollars a million tokens in, or null: unknown.</param>
/// <param name="Output">US dollars a million tokens out, or null: unknown.</param>
internal readonly record struct ChatPrices(double? Input, double? Output)
{
    /// <summary>What a call cost in US dollars, or null when a price or a count is unknown.</summary>
    public double? Of(long? input, long? output) =>
        input is { } into && output is { } from && Input is { } pay && Output is { } earn
            ? ((into * pay) + (from * earn)) / 1e6
            : null;
}
