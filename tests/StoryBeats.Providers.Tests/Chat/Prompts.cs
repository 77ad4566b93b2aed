using StoryBeats.Providers.Chat;

namespace StoryBeats.Providers.Tests.Chat;

internal static class Prompts
{
    public static ChatPrompts BuiltIn { get; } = ChatPrompts.Load(new DataFiles(overrides: null));
}
