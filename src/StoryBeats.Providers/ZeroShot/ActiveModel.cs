using Microsoft.Extensions.Options;
using StoryBeats.Vision;

namespace StoryBeats.Providers.ZeroShot;

/// <summary>The model that reads photos beside our own network, if one was chosen.</summary>
internal sealed class ActiveModel(ZeroShotReader? reader) : IDisposable
{
    /// <summary>None.</summary>
    public static ActiveModel None { get; } = new(null);

    /// <summary>It, or null.</summary>
    public ZeroShotReader? Reader { get; } = reader;

    /// <summary>Tells its readings from others' where they are kept; empty for our own network alone.</summary>
    public string ReadingsOf { get; } = reader is null ? "" : $"{ZeroShotReader.RecipeOf(reader.Card)}/{reader.Card.PromptsSha256[..12]}/{reader.Card.Head}:";

    /// <summary>Opens the one that is chosen.</summary>
    /// <exception cref="InvalidDataException">It is not there, or was changed; says what to do.</exception>
    public static ActiveModel Open(LocalModelStore store, IOptions<VisionOptions> options) =>
        store.OpenChosen(options.Value.LocalModel) is { } reader ? new ActiveModel(reader) : None;

    /// <inheritdoc/>
    public void Dispose() => Reader?.Dispose();
}

/// <summary>A model that was chosen and cannot be used stops the start, as far as a look at its files tells.</summary>
internal sealed class LocalModelSetting(LocalModelStore store) : IValidateOptions<VisionOptions>
{
    public ValidateOptionsResult Validate(string? name, VisionOptions options) =>
        store.Trouble(options.LocalModel) is { } trouble ? ValidateOptionsResult.Fail(trouble) : ValidateOptionsResult.Success;
}
