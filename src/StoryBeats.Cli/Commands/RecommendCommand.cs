using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spectre.Console;
using StoryBeats.Catalog;
using StoryBeats.Photos;
using StoryBeats.Recommendations;
using StoryBeats.Reranking;
using StoryBeats.Server.Wire;
using StoryBeats.Vision;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats recommend PHOTO…</c></summary>
internal static class RecommendCommand
{
    public static Command Create()
    {
        var photos = new Argument<FileInfo[]>("photo") { Description = "One photo or several.", Arity = ArgumentArity.OneOrMore };
        var count = new Option<int>("--count", "-n") { Description = "Songs to show, 1 to 30.", DefaultValueFactory = _ => LanguageMix.PageSize };
        count.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }]
                && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var songs) || songs is < 1 or > DiversityReranker.Size))
            {
                result.AddError($"--count must be from 1 to {DiversityReranker.Size}.");
            }
        });
        var languages = new Option<string[]>("--language", "-l")
        {
            Description = $"Only songs in this language; may be given several times. One of {string.Join(", ", Languages.Known)}.",
            AllowMultipleArgumentsPerToken = true,
        };
        languages.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => Languages.Parse(token.Value) is null))
                result.AddError($"--language {token.Value} is not known. One of {string.Join(", ", Languages.Known)}.");
            if (result.Tokens.Count > LanguageMix.PageSize)
                result.AddError($"--language takes at most {LanguageMix.PageSize} languages.");
        });
        var local = new Option<bool>("--local") { Description = "Read the photo on this machine alone, whatever models are configured." };
        var json = new Option<bool>("--json") { Description = "Print the answer as JSON, one object a photo." };

        var command = new Command("recommend", "Choose songs for a photo.") { photos, count, languages, local, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetRequiredValue(photos),
            result.GetValue(count),
            [.. (result.GetValue(languages) ?? []).Select(name => Languages.Parse(name)!)],
            result.GetValue(local),
            result.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo[] photos, int count, IReadOnlyList<string> languages, bool local, bool json, CancellationToken cancellationToken)
    {
        await using var services = await CliServices.BuildRecommenderAsync(cancellationToken);
        var pipeline = services.GetRequiredService<RecommendationPipeline>();
        var limits = services.GetRequiredService<IOptions<PhotoLimits>>().Value;
        var waitsFor = services.GetRequiredService<VibeAnalyzerChain>().Readers.FirstOrDefault(reader => reader is not VibeAnalyzerChain.Local);
        var preferences = new Preferences { Languages = languages, VisitorLanguage = CultureInfo.CurrentUICulture.Name };

        var failed = 0;
        foreach (var photo in photos)
        {
            var (result, error) = await WaitAsync(
                json || local ? null : waitsFor,
                photo.Name,
                () => RecommendAsync(pipeline, limits, photo, count, preferences, local, cancellationToken));
            if (result is null)
            {
                failed++;
                await Console.Error.WriteLineAsync($"{photo.Name}: {error}");
            }
            else if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(RecommendationResponse.From(result, [.. result.Songs.Select(song => SongResponse.From(song, result.Analysis, result.Today, preview: null))]), WireJson.Default.RecommendationResponse));
            }
            else
            {
                RecommendationView.Write(AnsiConsole.Console, photo.Name, result);
            }
        }

        return failed == 0 ? 0 : 1;
    }

    // A model takes seconds: who sits before it is told whom they wait for.
    private static Task<T> WaitAsync<T>(string? reader, string photo, Func<Task<T>> work) =>
        reader is null || !AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected
            ? work()
            : AnsiConsole.Status().StartAsync(
                Markup.Escape($"{RecommendationView.Plain(reader)} is looking at {RecommendationView.Plain(photo)}…"), _ => work());

    private static async Task<(RecommendationResult? Result, string? Error)> RecommendAsync(
        RecommendationPipeline pipeline, PhotoLimits limits, FileInfo photo, int count, Preferences preferences, bool local, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            // A film is refused without being read.
            if (photo.Exists && photo.Length > limits.MaxBytes)
                return (null, $"The photo is larger than {limits.MaxBytes / 1048576} MiB. Choose a smaller one.");
            bytes = await File.ReadAllBytesAsync(photo.FullName, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, fault is FileNotFoundException or DirectoryNotFoundException ? "There is no such file." : "The file cannot be read: " + fault.Message);
        }

        var request = new RecommendationRequest { Photo = bytes, Count = count, Preferences = preferences, StaysHere = local };
        return await pipeline.RecommendAsync(request, cancellationToken) switch
        {
            RecommendationOutcome.Recommended recommended => (recommended.Result, null),
            RecommendationOutcome.PhotoRejected rejected => (null, rejected.Rejection.Sentence),
            _ => (null, "No song in the catalogue fits these wishes. Ask for other languages."),
        };
    }
}
