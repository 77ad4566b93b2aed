using Microsoft.Extensions.Logging.Abstractions;
using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.EmbeddedCatalog.Packed;
using StoryBeats.Providers.Tests.EmbeddedCatalog.Packed;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog;

public sealed class ImportedCatalogueTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ImportedCatalogue _imported;

    public ImportedCatalogueTests() => _imported = new ImportedCatalogue(Path, NullLogger<ImportedCatalogue>.Instance);

    private string Path => ImportedCatalogue.PathIn(_folder.Path);

    [Fact]
    public void Before_an_import_there_is_none()
    {
        _imported.Current.ShouldBeNull();
    }

    [Fact]
    public void An_import_is_noticed_without_a_restart()
    {
        var before = _imported.Current;
        Import("First");
        var first = _imported.Current;
        Import("Second");
        var second = _imported.Current;

        before.ShouldBeNull();
        second!.Read(0).Title.ShouldBe("Second");
        first!.Read(0).Title.ShouldBe("First", "who reads the old one goes on");
        _imported.Current.ShouldBeSameAs(second);
    }

    [Fact]
    public void A_broken_file_leaves_the_catalogue_before_it_in_use()
    {
        Import("First");
        var first = _imported.Current;
        // As an import does it: another file in its place.
        var broken = _folder.Write("broken", "no catalogue");
        File.Move(broken, Path, overwrite: true);

        _imported.Current.ShouldBeSameAs(first);
        first!.Read(0).Title.ShouldBe("First");
    }

    [Fact]
    public void A_broken_file_from_the_start_is_no_catalogue_until_an_import_mends_it()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, "no catalogue");

        _imported.Current.ShouldBeNull();
        Import("Mended");
        _imported.Current!.Read(0).Title.ShouldBe("Mended");
    }

    [Fact]
    public void A_file_that_cannot_be_opened_now_is_opened_later()
    {
        Import("First");
        using (File.Open(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            _imported.Current.ShouldBeNull();

        _imported.Current!.Read(0).Title.ShouldBe("First");
    }

    [Fact]
    public void A_catalogue_that_was_taken_away_is_gone()
    {
        Import("First");
        _imported.Current.ShouldNotBeNull();
        File.Delete(Path);

        _imported.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Readers_never_see_two_catalogues_mixed()
    {
        ImportMany(0);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var reads = 0;
            do
            {
                var catalogue = _imported.Current!;
                var hits = PackedSongs.Nearest(catalogue, new FeatureQuery { Target = new AudioFeatures(.5, .5, .5, .5, .5, 100) }, 100);
                hits.Select(hit => catalogue.Read(hit.Row).Album).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
                reads++;
            }
            while (!stop.IsCancellationRequested);
            return reads;
        }, TestContext.Current.CancellationToken)).ToList();

        for (var import = 1; import <= 10; import++)
        {
            ImportMany(import);
            _imported.Current!.Read(0).Album.ShouldBe($"import {import}");
        }

        await stop.CancelAsync();
        (await Task.WhenAll(readers)).ShouldAllBe(reads => reads > 0);
    }

    public void Dispose()
    {
        _imported.Dispose();
        _folder.Dispose();
    }

    private void Import(string title) => PackedSongs.Write(Path, PackedSongs.Full() with { Title = title }).Dispose();

    // Each of another length: two writes may fall into one tick of the file system's clock.
    private void ImportMany(int import) => PackedSongs.Write(
        Path, [.. Enumerable.Range(0, 500 + (100 * import)).Select(i => PackedSongs.Full() with { Id = new TrackId($"{i}"), Isrc = null, Album = $"import {import}" })]).Dispose();
}
