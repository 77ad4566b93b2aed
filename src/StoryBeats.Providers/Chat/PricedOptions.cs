using System.ComponentModel.DataAnnotations;

namespace StoryBeats.Providers.Chat;

/// <summary>What every model may have set: its price.</summary>
public abstract class PricedOptions
{
    /// <summary>US dollars a million tokens in; null: costs are not counted.</summary>
    [Range(0, 10_000)]
    public double? InputPricePerMillion { get; set; }

    /// <summary>US dollars a million tokens out; null: costs are not counted.</summary>
    [Range(0, 10_000)]
    public double? OutputPricePerMillion { get; set; }

    internal ChatPrices Prices => new(InputPricePerMillion, OutputPricePerMillion);
}
