using Microsoft.Extensions.Time.Testing;
using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.EmbeddedCatalog.Import;
using StoryBeats.Providers.EmbeddedCatalog.Packed;
using StoryBeats.Ranking;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog.Import;

/// <summary>An importer with a folder of its own, its catalogue, and a log in memory.</summary>
internal sealed class ImportFixture : IDisposable
{
    private static readonly IReadOnlyList<Track> Starter = StarterCatalogue.Load(Path.Combine(DataFiles.BuiltIn, StarterCatalogue.FileName));
    private static readonly MoodLexicon Moods = MoodLexicon.Load(Path.Combine(DataFiles.BuiltIn, "mood-lexicon.json"));

    private readonly TempFolder _folder = new();

    public ImportFixture() => Importer = new CatalogImporter(CatalogueFolder, Starter, Moods, Estimator, Log, Time);

    public static AudioFeatureEstimator Estimator { get; } = new(
        FeatureModelFile.Load(Path.Combine(DataFiles.Models, FeatureModelFile.FileName)), ArtistGroups.Load(Path.Combine(DataFiles.BuiltIn, "artist-groups.json")));

    public CatalogImporter Importer { get; }

    public MemoryLog Log { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    public string CatalogueFolder => Path.Combine(_folder.Path, "catalogue");

    public string Catalogue => Path.Combine(CatalogueFolder, CatalogImporter.FileName);

    public string PartsFolder => Path.Combine(CatalogueFolder, "parts");

    public string Write(string name, string text) => _folder.Write(name, text);

    public string Place(string name) => Path.Combine(_folder.Path, name);

    public async Task<ImportedFile> ImportAsync(string file, ImportOptions? options = null) => (await ImportAsync([file], options)).Files.ShouldHaveSingleItem();

    public Task<ImportReport> ImportAsync(string[] files, ImportOptions? options = null, IProgress<ImportProgress>? progress = null, CancellationToken? cancellationToken = null) =>
        Importer.ImportAsync(files, options ?? new ImportOptions(), progress ?? new NoProgress(), cancellationToken ?? TestContext.Current.CancellationToken);

    /// <summary>Imports a text and gives the songs, in the order of their titles.</summary>
    public async Task<IReadOnlyList<Track>> SongsOfAsync(string text, ImportOptions? options = null)
    {
        await ImportAsync(Write("songs.csv", text), options);
        return Songs();
    }

    public IReadOnlyList<Track> Songs()
    {
        if (!File.Exists(Catalogue))
            return [];

        using var catalogue = PackedCatalogue.Open(Catalogue);
        return [.. Enumerable.Range(0, catalogue.Count).Select(catalogue.Read).OrderBy(track => track.Title, StringComparer.Ordinal)];
    }

    public void Dispose() => _folder.Dispose();

    private sealed class NoProgress : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
        }
    }
}

/// <summary>Imports in memory.</summary>
internal sealed class MemoryLog : IImportLog
{
    private readonly Dictionary<string, CatalogImport> _imports = new(StringComparer.Ordinal);

    public CatalogImport Only(string file) => _imports.Values.Single(import => import.FileName == file);

    public ValueTask<CatalogImport?> FindAsync(string checksum, CancellationToken cancellationToken) => ValueTask.FromResult(_imports.GetValueOrDefault(checksum));

    public ValueTask<IReadOnlyList<CatalogImport>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<CatalogImport>>([.. _imports.Values.OrderByDescending(import => import.Started)]);

    public ValueTask SaveAsync(CatalogImport import, CancellationToken cancellationToken)
    {
        _imports[import.Checksum] = import;
        return ValueTask.CompletedTask;
    }
}
