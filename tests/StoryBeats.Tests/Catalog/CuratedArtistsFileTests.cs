using Microsoft.Extensions.Logging;
using StoryBeats.Catalog;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Catalog;

public sealed class CuratedArtistsFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LogEvents<CuratedArtistsFile> _log = new();
    private readonly string _whole = File.ReadAllText(Data.PathOf(CuratedArtistsFile.FileName));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_edit_takes_effect_without_a_restart()
    {
        _folder.Write(CuratedArtistsFile.FileName, _whole);
        using var file = new CuratedArtistsFile(new DataFiles(_folder.Path), _log);

        _folder.Write(CuratedArtistsFile.FileName, _whole.Replace("Bon Iver", "Nils Frahm", StringComparison.Ordinal));
        await _log.UntilAsync(_ => file.Current.English(MoodCategory.Peaceful)[0] == "Nils Frahm", TestContext.Current.CancellationToken);

        file.Current.English(MoodCategory.Peaceful)[1].ShouldBe("Novo Amor");
    }

    [Theory]
    [InlineData("{ \"romantic\": ")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task A_broken_edit_keeps_the_old_lists_and_the_next_good_one_is_read(string broken)
    {
        _folder.Write(CuratedArtistsFile.FileName, _whole);
        using var file = new CuratedArtistsFile(new DataFiles(_folder.Path), _log);
        var before = file.Current;

        _folder.Write(CuratedArtistsFile.FileName, broken);
        await _log.UntilAsync(level => level is LogLevel.Error, TestContext.Current.CancellationToken);
        var meanwhile = file.Current;
        _folder.Write(CuratedArtistsFile.FileName, _whole.Replace("Bon Iver", "Nils Frahm", StringComparison.Ordinal));
        await _log.UntilAsync(_ => file.Current.English(MoodCategory.Peaceful)[0] == "Nils Frahm", TestContext.Current.CancellationToken);

        meanwhile.ShouldBeSameAs(before);
    }

    [Fact]
    public void Without_a_copy_of_the_operator_the_built_in_file_is_read()
    {
        using var file = new CuratedArtistsFile(new DataFiles(_folder.Path), _log);

        file.Current.English(MoodCategory.Peaceful)[0].ShouldBe("Bon Iver");
    }

    [Fact]
    public void A_file_broken_at_start_is_a_fault()
    {
        _folder.Write(CuratedArtistsFile.FileName, "{}");

        Should.Throw<InvalidDataException>(() => new CuratedArtistsFile(new DataFiles(_folder.Path), _log));
    }
}
