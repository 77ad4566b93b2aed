using StoryBeats.Photos;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Providers.Tests.LocalVision;
using StoryBeats.Providers.ZeroShot;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.ZeroShot;

/// <summary>What a bigger model changes in what is read of a photo.</summary>
public sealed class BiggerModelTests : IClassFixture<BiggerModelTests.Network>, IDisposable
{
    private static readonly MoodLexicon Lexicon = MoodLexicon.Load(Path.Combine(DataFiles.BuiltIn, "mood-lexicon.json"));

    private readonly TempFolder _published = new();
    private readonly TempFolder _data = new();
    private readonly LocalModelStore _store;
    private readonly Network _network;

    public BiggerModelTests(Network network)
    {
        _network = network;
        ToyModel.WritePrompts(_data.Path);
        _store = PublishedToyTests.Store(_data.Path);
        _store.Add(ToyModel.Publish(_published.Path), null, [], null, CancellationToken.None);
    }

    public void Dispose()
    {
        _published.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Mood_themes_and_culture_come_from_it_and_the_answer_says_so()
    {
        using var model = new ActiveModel(_store.Open("toy-clip"));
        var analyzer = Analyzer(model);

        var red = await analyzer.AnalyzeAsync(Photo(220, 20, 20), CancellationToken.None);
        var blue = await analyzer.AnalyzeAsync(Photo(20, 20, 220), CancellationToken.None);
        var grey = await analyzer.AnalyzeAsync(Photo(200, 200, 200), CancellationToken.None);

        (red.MoodCategory, red.CulturalVibe, red.Themes.Single()).ShouldBe((MoodCategory.Romantic, CulturalVibe.Indian, "sunset"));
        (blue.MoodCategory, blue.CulturalVibe, blue.Themes.Single()).ShouldBe((MoodCategory.Melancholic, CulturalVibe.Western, "lake"));
        (grey.CulturalVibe, grey.Themes.Count).ShouldBe((null, 0));
        foreach (var analysis in (VibeAnalysis[])[red, blue, grey])
        {
            analysis.Source.ShouldBe("local");
            analysis.Readers.ShouldHaveSingleItem().ShouldBe(new ReaderReport("local", ReaderStatus.Read, "toy-clip"));
        }
    }

    [Fact]
    public void Valence_and_energy_lie_half_way_between_our_head_and_its_moods()
    {
        using var model = new ActiveModel(_store.Open("toy-clip"));
        var photo = Photo(220, 20, 20).Decode();

        var without = Analyzer(ActiveModel.None).Feel(photo);
        var with = Analyzer(model).Feel(photo);

        var romantic = MoodProfile.For(MoodCategory.Romantic).Typical;
        with.Valence.Value.ShouldBe((without.Valence.Value + romantic.Valence) / 2, .02);
        with.Energy.Value.ShouldBe((without.Energy.Value + romantic.Energy) / 2, .02);
        without.Model.ShouldBeNull();
    }

    [Fact]
    public void A_head_trained_on_its_embeddings_reads_valence_and_energy_and_is_kept_with_it()
    {
        var ratings = WriteRatedPhotos(48);
        var lab = new ModelHeadLab(_store, Lexicon);

        var held = lab.Train("toy-clip", ratings, _published.Path, seed: 1, progress: null, CancellationToken.None);

        held.Valence.R.ShouldNotBeNull().ShouldBeGreaterThan(.8);
        var described = _store.List(null).ShouldHaveSingleItem();
        (described.HasHead, described.Trouble).ShouldBe((true, null));
        lab.Evaluate("toy-clip", ratings, _published.Path, progress: null, CancellationToken.None).Valence.R.ShouldNotBeNull().ShouldBeGreaterThan(.8);
        lab.CrossValidate("toy-clip", ratings, _published.Path, seed: 1, progress: null, CancellationToken.None).Valence.ShouldBe(held.Valence);
    }

    [Fact]
    public void Readings_with_another_model_or_another_head_are_not_taken_from_the_cache()
    {
        var untrained = ReadingsOf();
        Train(seed: 1);
        var trained = ReadingsOf();
        Train(seed: 2);
        var otherwise = ReadingsOf();

        ActiveModel.None.ReadingsOf.ShouldBeEmpty();
        new[] { untrained, trained, otherwise }.ShouldBeUnique(StringComparer.Ordinal);
        Directory.EnumerateFiles(Path.Combine(_data.Path, "models", "toy-clip"), "head*").ShouldHaveSingleItem();

        void Train(int seed) => new ModelHeadLab(_store, Lexicon).Train("toy-clip", WriteRatedPhotos(24), _published.Path, seed, progress: null, CancellationToken.None);

        string ReadingsOf()
        {
            using var model = new ActiveModel(_store.Open("toy-clip"));
            return model.ReadingsOf;
        }
    }

    private LocalVibeAnalyzer Analyzer(ActiveModel model) =>
        new(_network.Features, VisionHead.Load(LocalVisionFiles.HeadPath), new VibeMapping(Lexicon), Lexicon, model);

    private static PreparedPhoto Photo(params double[] colour) => RenderedPhotos.Open(RenderedPhotos.Gradient(96, 64, colour, colour));

    // People like them red.
    private string WriteRatedPhotos(int count)
    {
        var random = new Random(7);
        var rows = new List<string> { "image,theme,valence_mean,arousal_mean" };
        for (var i = 0; i < count; i++)
        {
            var (red, blue) = (random.Next(20, 235), random.Next(20, 235));
            File.WriteAllBytes(Path.Combine(_published.Path, $"{i}.jpg"), RenderedPhotos.Gradient(48, 48, [red, 90, blue], [red, 90, blue], seed: i));
            rows.Add(FormattableString.Invariant($"{i}.jpg,theme{i % 12},{1 + (6 * red / 255.0):0.00},{1 + (6 * blue / 255.0):0.00}"));
        }

        return _published.Write("ratings.csv", string.Join('\n', rows));
    }

    /// <summary>Our own network, loaded once.</summary>
    public sealed class Network : IDisposable
    {
        internal PhotoFeatures Features { get; } = new(LocalVisionFiles.BackboneFolder);

        public void Dispose() => Features.Dispose();
    }
}
