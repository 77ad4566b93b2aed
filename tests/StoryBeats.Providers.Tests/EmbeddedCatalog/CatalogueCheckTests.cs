using StoryBeats.Providers.EmbeddedCatalog;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog;

public sealed class CatalogueCheckTests
{
    private static readonly string Path = System.IO.Path.Combine(DataFiles.BuiltIn, StarterCatalogue.FileName);

    [Fact]
    public void Songs_are_matched_by_artist_and_title_whatever_the_columns_are_called()
    {
        using var folder = new TempFolder();
        var tracks = StarterCatalogue.Load(Path).Take(5).ToList();
        var rows = tracks.Select(track => FormattableString.Invariant(
            $"\"{track.Title.Replace("\"", "\"\"", StringComparison.Ordinal)} (Remastered)\",\"{track.Artist.ToUpperInvariant()}|Somebody\",{track.Features!.Value.Energy},{1 - track.Features.Value.Valence}"));
        var measured = folder.Write("measured.csv", "track_name,artist_name,Energy,Valence\n" + string.Join('\n', rows) + "\nUnknown,Nobody,.5,.5\n");

        var comparison = CatalogueCheck.Compare(tracks, measured);

        comparison.Matched.ShouldBe(5);
        comparison.Features.Single(feature => feature.Feature == "energy").R!.Value.ShouldBe(1, .001);
        comparison.Features.Single(feature => feature.Feature == "energy").Mae!.Value.ShouldBe(0, 1e-9);
        comparison.Features.Single(feature => feature.Feature == "valence").R!.Value.ShouldBe(-1, .001);
        comparison.Features.Single(feature => feature.Feature == "tempo").ShouldBe(new FeatureAgreement("tempo", 0, null, null));
    }

    [Fact]
    public void A_file_without_titles_is_refused_with_the_names_that_would_do()
    {
        using var folder = new TempFolder();
        var measured = folder.Write("measured.csv", "foo,artist\n1,2\n");

        Should.Throw<InvalidDataException>(() => CatalogueCheck.Compare([], measured)).Message.ShouldContain("track_name");
    }

    [Fact]
    public void Our_estimates_agree_with_measured_features()
    {
        var measured = SharedData.Require("tracks/english.csv");

        var comparison = CatalogueCheck.Compare(StarterCatalogue.Load(Path), measured);

        comparison.Matched.ShouldBeGreaterThan(100);
        comparison.Features.Single(feature => feature.Feature == "energy").R!.Value.ShouldBeGreaterThanOrEqualTo(.70);
        comparison.Features.Single(feature => feature.Feature == "valence").R!.Value.ShouldBeGreaterThanOrEqualTo(.55);
    }
}
