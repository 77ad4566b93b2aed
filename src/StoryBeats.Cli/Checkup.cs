using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NetVips;
using StoryBeats.Catalog;
using StoryBeats.Photos;
using StoryBeats.Providers.Chat;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.Spotify;
using StoryBeats.Providers.ZeroShot;
using StoryBeats.Recommendations;
using StoryBeats.Vision;

namespace StoryBeats.Cli;

internal enum FindingState
{
    Works,
    Note,
    Broken,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="State">Whether it works.</param>
/// <param name="What">What it is.</param>
/// <param name="Says">How it is, and what to do if it does not work.</param>
internal sealed record Finding(FindingState State, string What, string Says);

/// <summary>Looks at everything that an answer needs, by using it.</summary>
internal static class Checkup
{
    private const int EnoughSongs = 6;
    private static readonly string[] Loaders = ["jpegload_buffer", "pngload_buffer", "gifload_buffer", "webpload_buffer", "heifload_buffer"];

    public static async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var services = await CliServices.BuildRecommenderAsync(cancellationToken);
        yield return Guard("Settings and data folder", () => DataFolder(services));
        yield return Guard("Photo formats", PhotoFormats);
        yield return Guard("Catalogue", () => Catalogue(services));
        yield return Guard("Curated artists", () => Artists(services));
        yield return Guard("Bigger model", () => BiggerModel(services));
        yield return await ReadingAsync(services, cancellationToken);
        yield return await SpotifyAsync(services, cancellationToken);
        foreach (var finding in await ModelsAsync(services, cancellationToken))
            yield return finding;
    }

    private static Finding DataFolder(ServiceProvider services)
    {
        _ = (services.GetRequiredService<IOptions<PhotoLimits>>().Value, services.GetRequiredService<IOptions<RankingOptions>>().Value);
        var folder = services.GetRequiredService<IOptions<StoryBeatsOptions>>().Value.DataDirectory;
        var own = Directory.Exists(folder)
            ? Directory.GetFiles(DataFiles.BuiltIn, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(DataFiles.BuiltIn, file)).Where(name => File.Exists(Path.Combine(folder, name))).ToList()
            : [];
        return own.Count > 0
            ? new Finding(FindingState.Works, "Settings and data folder", $"{folder}: your own {string.Join(", ", own)}")
            : new Finding(FindingState.Works, "Settings and data folder", $"{folder}: nothing of yours, what comes with the program is used. Copy a file of its data folder there to change it.");
    }

    private static Finding PhotoFormats()
    {
        var missing = Loaders
            .Where(loader => NetVips.NetVips.TypeFind("VipsOperation", loader) == 0)
            .Select(loader => loader.Replace("load_buffer", "", StringComparison.Ordinal))
            .ToList();
        if (!ImageMagick.MagickNET.SupportedFormats.Any(format => format is { Format: ImageMagick.MagickFormat.Heic, SupportsReading: true }))
            missing.Add("heic");
        return missing.Count == 0
            ? new Finding(FindingState.Works, "Photo formats", $"JPEG, PNG, GIF, WebP, HEIC and AVIF (libvips {NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}, ImageMagick)")
            : new Finding(FindingState.Broken, "Photo formats", $"{string.Join(", ", missing)} cannot be read: the native libraries of this platform are incomplete. Restore the packages again.");
    }

    private static Finding Catalogue(ServiceProvider services)
    {
        var catalog = services.GetRequiredService<CatalogIndex>();
        var languages = catalog.Languages.Take(6).Select(language => $"{catalog.InLanguage(language).Count} {language}");
        return new Finding(FindingState.Works, "Catalogue", string.Create(CultureInfo.InvariantCulture,
            $"{catalog.Tracks.Count} songs ({string.Join(", ", languages)}, …); features are our own estimates"));
    }

    private static Finding Artists(ServiceProvider services)
    {
        var catalog = services.GetRequiredService<CatalogIndex>();
        var artists = services.GetRequiredService<CuratedArtistsFile>().Current.All.ToList();
        var thin = artists.Select(artist => (Artist: artist, catalog.ByArtist(artist).Count)).Where(pair => pair.Count < EnoughSongs).ToList();
        return thin.Count == 0
            ? new Finding(FindingState.Works, "Curated artists", $"{artists.Count} artists, each with {EnoughSongs} songs or more")
            : new Finding(FindingState.Note, "Curated artists",
                $"{artists.Count} artists; few songs of {string.Join(", ", thin.Select(pair => $"{pair.Artist} ({pair.Count})"))}. Add rows to a copy of {StarterCatalogue.FileName} in the data folder.");
    }

    private static Finding BiggerModel(ServiceProvider services)
    {
        const string what = "Bigger model";
        var store = services.GetRequiredService<LocalModelStore>();
        var setting = services.GetRequiredService<IOptions<VisionOptions>>().Value.LocalModel;
        if (store.Chosen(setting) is not { } name)
            return new Finding(FindingState.Note, what, $"none is used. {store.WhatThereIs()}");

        return store.List(setting).FirstOrDefault(model => model.IsActive) switch
        {
            null => new Finding(FindingState.Broken, what, $"{name} was chosen and is not there. {store.WhatThereIs()} Choose one with `storybeats models use`."),
            { Trouble: { } trouble } => new Finding(FindingState.Broken, what, trouble),
            { PromptsAreCurrent: false } => new Finding(FindingState.Note, what, $"{name}, with the prompts of when it was added. Remove it and add it again to use those of now."),
            var model => new Finding(FindingState.Works, what, $"{name} ({model.Family}) reads moods, themes and culture; its files are as they were added"),
        };
    }

    private static async Task<Finding> ReadingAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            var pipeline = services.GetRequiredService<RecommendationPipeline>();
            await pipeline.RecommendAsync(new RecommendationRequest { Photo = Rendered(shade: 40) }, cancellationToken);
            var start = Stopwatch.GetTimestamp();
            var outcome = await pipeline.RecommendAsync(new RecommendationRequest { Photo = Rendered(shade: 200) }, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return outcome is RecommendationOutcome.Recommended { Result.Songs.Count: > 0 }
                ? new Finding(FindingState.Works, "Reading a photo", string.Create(CultureInfo.InvariantCulture, $"on this machine: a small one took {elapsed:0} ms, songs included"))
                : new Finding(FindingState.Broken, "Reading a photo", "A rendered photo found no songs. Check the data folder's files.");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return new Finding(FindingState.Broken, "Reading a photo", Says(fault));
        }
    }

    private static async Task<Finding> SpotifyAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        const string what = "Spotify";
        if (services.GetService<SpotifyProbe>() is not { } probe)
            return new Finding(FindingState.Note, what, "no key, so songs come from this machine's catalogue alone. Set Spotify__ClientId and Spotify__ClientSecret for live ones.");

        var (works, says) = await probe.AskAsync(cancellationToken);
        return new Finding(works ? FindingState.Works : FindingState.Broken, what, says);
    }

    private static async Task<IReadOnlyList<Finding>> ModelsAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        const string what = "Models elsewhere";
        try
        {
            var probes = services.GetServices<ChatProbe>().ToList();
            if (probes.Count == 0)
                return [new Finding(FindingState.Note, what, "none, so photos are read on this machine alone. Set Anthropic__ApiKey, OpenAI__ApiKey, Compatible__BaseAddress or Ollama__Model for one.")];

            return await Task.WhenAll(probes.Select(async probe =>
            {
                var (works, says) = await probe.AskAsync(cancellationToken);
                return new Finding(works ? FindingState.Works : FindingState.Broken, $"Model of {probe.Name}", says);
            }));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return [new Finding(FindingState.Broken, what, Says(fault))];
        }
    }

    private static Finding Guard(string what, Func<Finding> check)
    {
        try
        {
            return check();
        }
        catch (Exception fault)
        {
            return new Finding(FindingState.Broken, what, Says(fault));
        }
    }

    private static string Says(Exception fault) =>
        StartupFault.Describe(fault) ?? $"{fault.GetBaseException().Message} Restore and build again: models and native libraries come with the packages.";

    private static byte[] Rendered(int shade)
    {
        using var black = Image.Black(640, 480, bands: 3);
        using var grey = black + shade;
        using var bytes = grey.Cast(Enums.BandFormat.Uchar);
        return bytes.JpegsaveBuffer();
    }
}
