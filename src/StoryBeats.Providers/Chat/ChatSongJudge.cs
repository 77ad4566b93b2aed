using System.Globalization;
using System.Text;
using StoryBeats.Catalog;
using StoryBeats.SecondLook;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Chat;

/// <summary>Orders songs for a photo with a model elsewhere. Nobody waits for it: one failure is tried again.</summary>
internal sealed class ChatSongJudge(ChatService service, ChatPrompt prompt, TimeProvider time) : ISongJudge
{
    /// <summary>The longest wait before the one repetition.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan UnsaidWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(20);

    private const int TokensEachSong = 40;
    private const int TokensBesides = 300;
    private const int LongestName = 80;
    private const int LongestDescription = 400;

    private readonly SongVerdictParser _parser = new(prompt);

    public string Name => service.Name;

    public async Task<SongVerdict> JudgeAsync(
        ReadOnlyMemory<byte> jpeg, VibeAnalysis analysis, IReadOnlyList<Track> songs, int shown, CancellationToken cancellationToken)
    {
        var question = new ChatQuestion(
            "second_look",
            prompt.Text,
            jpeg,
            Text(analysis, songs, shown),
            SongVerdictSchema.Name,
            SongVerdictSchema.Json,
            TokensBesides + (TokensEachSong * songs.Count),
            IsUrgent: false);
        try
        {
            try
            {
                return await AskAsync();
            }
            catch (ChatException fault) when (Wait(fault) is { } wait)
            {
                await Task.Delay(wait, time, cancellationToken);
                return await AskAsync();
            }
        }
        catch (ChatException fault)
        {
            throw fault.ToReaderException();
        }

        Task<SongVerdict> AskAsync() => service.AskAsync(question, text => _parser.Parse(text, songs.Count), soFar: null, late: CancellationToken.None, cancellationToken);
    }

    /// <summary>What the model is told after the photo.</summary>
    internal static string Text(VibeAnalysis analysis, IReadOnlyList<Track> songs, int shown)
    {
        var target = analysis.Target;
        var text = new StringBuilder("What was read from the photo:\n");
        text.Append(CultureInfo.InvariantCulture, $"mood: {Quoted(analysis.Mood, LongestName)}\n");
        text.Append(CultureInfo.InvariantCulture, $"description: {Quoted(analysis.Description, LongestDescription)}\n");
        text.Append(CultureInfo.InvariantCulture, $"sound wanted: energy {target.Energy:0.00}, valence {target.Valence:0.00}, danceability {target.Danceability:0.00}, ");
        text.Append(CultureInfo.InvariantCulture, $"acousticness {target.Acousticness:0.00}, tempo {target.Tempo:0}\n\nSongs:\n");
        for (var index = 0; index < songs.Count; index++)
        {
            var song = songs[index];
            text.Append(CultureInfo.InvariantCulture, $"{index + 1}. {SaidText.Line(song.Title, LongestName)} — {SaidText.Line(song.Artist, LongestName)} ({SaidText.Line(song.Language, 20)}");
            if (song.ReleaseDate is { } released)
                text.Append(CultureInfo.InvariantCulture, $", {released.Year}");
            text.Append(index < shown ? ", on show)\n" : ")\n");
        }

        return text.ToString();
    }

    // A model wrote it, perhaps after something in the photo: it ends where it says it does.
    private static string Quoted(string text, int longest) => $"\"{SaidText.Line(text, longest)?.Replace('"', '\'')}\"";

    // A moment more than asked for: clocks are not that exact.
    private static TimeSpan? Wait(ChatException fault) => fault switch
    {
        { Answered: { IsLasting: false, RetryAfter: { } asked } } => asked <= LongestWait ? asked + Slack : null,
        { Answered.IsLasting: true } => null,
        { Answered.Status: >= System.Net.HttpStatusCode.InternalServerError or System.Net.HttpStatusCode.TooManyRequests } => UnsaidWait,
        { Answered: null, Status: ReaderStatus.Failed } => UnsaidWait,
        _ => null,
    };
}
