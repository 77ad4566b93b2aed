using CsCheck;
using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Packed;
using StoryBeats.Ranking;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog.Packed;

public sealed class NearestTests : IDisposable
{
    private static readonly string[] Sung = [Languages.English, Languages.Hindi, "Tamil"];

    // Finely spaced and coarsely: in the middle of a byte's step, at its ends, and many songs alike.
    private static readonly Gen<double> Unit = Gen.OneOf(Gen.Double[0, 1], Gen.Int[0, 510].Select(half => half / 510.0), Gen.Int[0, 4].Select(quarter => quarter / 4.0));
    private static readonly Gen<double> Tempo = Gen.OneOf(Gen.Double[0, 255], Gen.Int[80, 84].Select(tempo => tempo + .5), Gen.Const(0.0), Gen.Const(255.0));
    private static readonly Gen<AudioFeatures> Sound = Gen.Select(Unit, Unit, Unit, Unit, Tempo)
        .Select((energy, valence, danceability, acousticness, tempo) => new AudioFeatures(energy, valence, danceability, acousticness, 0, tempo));

    private static readonly Gen<Track> Song = Gen.Select(Sound.Nullable(), Gen.OneOf(Sung), Gen.Int[0, 100].Nullable(), Gen.Int[1880, 2026].Nullable())
        .Select((sound, language, popularity, year) => new Track
        {
            Id = new TrackId(""),
            Title = "",
            Artist = "",
            Language = language,
            Features = sound,
            Popularity = popularity,
            ReleaseDate = year is { } known ? new ReleaseDate(known) : null,
        });

    private static readonly Gen<ScoringProfile> Profile = Gen.OneOf(
        Gen.Const(ScoringProfile.Classic),
        Gen.Const(ScoringProfile.Classic.For(null, null, tempo: 120)),
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[1, 300]).Select((energy, valence, tempo, span) => new ScoringProfile
        {
            Name = "any",
            EnergyWeight = energy,
            ValenceWeight = valence,
            TempoWeight = tempo,
            TempoSpan = span,
        }));

    private static readonly Gen<FeatureQuery> Query = Gen.Select(
            Sound, Profile, Gen.OneOf(Sung).HashSet[0, 3], Gen.Int[0, 60], Gen.Int[60, 100], Gen.Int[1890, 2000].Nullable(), Gen.Int[1990, 2026].Nullable(), Gen.Int[0, 300].HashSet[0, 40])
        .Select((target, profile, languages, least, most, from, to, excluded) => new FeatureQuery
        {
            Target = target.Clamp(),
            Profile = profile,
            Languages = languages.Count > 0 ? languages : null,
            MinPopularity = least,
            MaxPopularity = most,
            ReleasedFrom = from,
            ReleasedTo = to,
            Excluded = excluded,
        });

    private readonly TempFolder _folder = new();
    private int _files;

    [Fact]
    public void The_nearest_are_those_that_looking_at_every_song_finds() =>
        Gen.Select(Song.Array[0, 300], Query.Array[8], Gen.Int[1, 50]).Sample((songs, queries, count) =>
        {
            using var catalogue = Catalogue(songs);
            foreach (var query in queries)
            {
                PackedSongs.Nearest(catalogue, query, count).ShouldBe(BruteForce(catalogue, query).Take(count));
                PackedSongs.Nearest(catalogue, new FeatureQuery { Target = query.Target, Profile = query.Profile }, count)
                    .ShouldBe(BruteForce(catalogue, new FeatureQuery { Target = query.Target, Profile = query.Profile }).Take(count));
            }
        }, iter: 60);

    [Fact]
    public void Of_many_songs_the_nearest_come_out_of_one_scan()
    {
        var random = new Random(8);
        var songs = Enumerable.Range(0, 30_000).Select(_ => new Track
        {
            Id = new TrackId(""),
            Title = "",
            Artist = "",
            Language = Sung[random.Next(3)],
            Popularity = random.Next(101),
            Features = new AudioFeatures(random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble(), 0, 60 + (random.NextDouble() * 140)),
        });
        using var catalogue = Catalogue([.. songs]);
        var query = new FeatureQuery
        {
            Target = new AudioFeatures(.31, .47, .5, .66, 0, 91.3),
            Languages = Sung.Skip(1).ToHashSet(StringComparer.Ordinal),
            MinPopularity = 47,
            MaxPopularity = 85,
        };

        var hits = PackedSongs.Nearest(catalogue, query);

        hits.ShouldBe(BruteForce(catalogue, query).Take(200));
        hits.Length.ShouldBe(200);
    }

    [Fact]
    public void A_popularity_that_nobody_knows_is_let_in_and_an_unknown_year_is_not()
    {
        var song = PackedSongs.Full() with { Popularity = null, ReleaseDate = null };
        using var catalogue = PackedSongs.Write(Path.Combine(_folder.Path, "one.sbc"), song);
        var query = new FeatureQuery { Target = song.Features!.Value, MinPopularity = 90 };

        PackedSongs.Nearest(catalogue, query).ShouldHaveSingleItem().Vibe.ShouldBe(1, tolerance: 1e-9);
        PackedSongs.Nearest(catalogue, query with { ReleasedTo = 2026 }).ShouldBeEmpty();
    }

    [Fact]
    public void Each_filter_leaves_out_what_it_names()
    {
        var song = PackedSongs.Full() with { Popularity = 60, ReleaseDate = new ReleaseDate(2013) };
        using var catalogue = PackedSongs.Write(Path.Combine(_folder.Path, "one.sbc"), song);
        var query = new FeatureQuery { Target = song.Features!.Value, Languages = Only("Hindi"), MinPopularity = 60, MaxPopularity = 60, ReleasedFrom = 2013, ReleasedTo = 2013 };

        Found(query).ShouldBe(1);
        Found(query with { Languages = Only("English") }).ShouldBe(0);
        Found(query with { MinPopularity = 61, MaxPopularity = 100 }).ShouldBe(0);
        Found(query with { MinPopularity = 0, MaxPopularity = 59 }).ShouldBe(0);
        Found(query with { ReleasedFrom = 2014, ReleasedTo = null }).ShouldBe(0);
        Found(query with { ReleasedFrom = null, ReleasedTo = 2012 }).ShouldBe(0);
        Found(query with { Excluded = new HashSet<int> { 0 } }).ShouldBe(0);

        int Found(FeatureQuery wanted) => PackedSongs.Nearest(catalogue, wanted).Length;
    }

    public void Dispose() => _folder.Dispose();

    private PackedCatalogue Catalogue(Track[] songs) => PackedSongs.Write(
        Path.Combine(_folder.Path, $"{Interlocked.Increment(ref _files)}.sbc"), [.. songs.Select((song, i) => song with { Id = new TrackId($"{i}") })]);

    private static HashSet<string> Only(string language) => new(StringComparer.Ordinal) { language };

    private static IEnumerable<FeatureHit> BruteForce(PackedCatalogue catalogue, FeatureQuery query) =>
        from row in Enumerable.Range(0, catalogue.Count)
        let song = catalogue.Read(row)
        let sound = song.Features
        where sound is not null
            && query.Languages?.Contains(song.Language) is not false
            && (song.Popularity is null || (song.Popularity >= query.MinPopularity && song.Popularity <= query.MaxPopularity))
            && IsOfYears(song.ReleaseDate?.Year, query)
            && !query.Excluded.Contains(row)
        let vibe = TrackScorer.Vibe(sound.Value, query.Target, query.Profile)
        orderby vibe descending, row
        select new FeatureHit(row, vibe);

    // Years before 1900 count as 1900.
    private static bool IsOfYears(int? year, FeatureQuery query) => query is { ReleasedFrom: null, ReleasedTo: null }
        || (year is { } known && Math.Max(1900, known) >= (query.ReleasedFrom ?? 0) && Math.Max(1900, known) <= (query.ReleasedTo ?? int.MaxValue));
}
