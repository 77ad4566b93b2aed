using StoryBeats.Photos;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Chat;

/// <summary>Reads photos with a model elsewhere.</summary>
internal sealed class ChatVibeReader(ChatService service, ChatPrompt prompt) : IVibeReader
{
    // Twice what the longest answer of ours takes.
    private const int MaxTokens = 1200;

    private readonly VibeReadingParser _parser = new(prompt);

    public string Name => service.Name;

    public string Model => service.Model;

    public string Host => service.Host;

    public async Task<VibeReading> ReadAsync(PreparedPhoto photo, Action<VibeReading> early, CancellationToken late, CancellationToken cancellationToken)
    {
        var question = new ChatQuestion(
            "reading", prompt.Text, photo.Decode().ToJpeg(), "Read this photo.", VibeReadingSchema.Name, VibeReadingSchema.Json, MaxTokens, IsUrgent: true);
        var told = false;
        try
        {
            return await service.AskAsync(question, _parser.Parse, SoFar, late, cancellationToken);
        }
        catch (ChatException fault)
        {
            throw fault.ToReaderException();
        }

        bool SoFar(string text)
        {
            if (!told && _parser.ParseBegun(text) is { } begun)
            {
                told = true;
                early(begun);
            }

            return !told;
        }
    }
}
