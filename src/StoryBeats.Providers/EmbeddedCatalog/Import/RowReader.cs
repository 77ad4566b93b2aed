using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Import.Tables;
using StoryBeats.Ranking;
using StoryBeats.Vision;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>Makes a song of a row, or says why it is none. What a row does not tell stays null.</summary>
internal sealed class RowReader(ColumnMap columns, TableConventions conventions, LanguageGuess languages, MoodLexicon moods, AudioFeatureEstimator estimator, int lastYear)
{
    /// <summary>Most characters of a title, an artist or an album; longer is a broken row.</summary>
    public const int MaxText = 500;

    private readonly FeatureReader _features = new(conventions);
    // "Tyler, The Creator" stands in columns for one artist, and "Latto, Jung Kook" in those for several.
    private readonly bool _severalArtists = columns[SongField.Artist] is { } name && (name.Contains("(s)", StringComparison.OrdinalIgnoreCase) || name.TrimEnd().EndsWith('s'));

    private string?[] _cells = [];
    private ImportCounts _counts = new();

    /// <summary>Reads a row and counts what is left out of it; a refusal is the caller's to count.</summary>
    public (Track? Track, Refusal? Refusal) Read(TableRow row, ImportCounts counts)
    {
        (_cells, _counts) = (row.Cells, counts);
        if (row.Fault is { } fault)
            return Refuse(row, RefusalReason.Malformed, field: null, fault);

        var title = this[SongField.Title];
        var artist = this[SongField.Artist] is { } text ? MainArtist(text) : null;
        if (title is null)
            return Refuse(row, RefusalReason.NoTitle, SongField.Title);
        if (artist is null)
            return Refuse(row, RefusalReason.NoArtist, SongField.Artist);
        if (title.Length > MaxText || artist.Length > MaxText)
            return Refuse(row, RefusalReason.TooLong, title.Length > MaxText ? SongField.Title : SongField.Artist);
        return _features.TryRead(row.Cells, out var features)
            ? (WithSound(Song(title, artist), features), null)
            : Refuse(row, _features.Fault.Reason, _features.Fault.Field);
    }

    private string? this[SongField field] => _cells[(int)field];

    private Track Song(string title, string artist)
    {
        var spotifyId = SongIdentity.SpotifyId(this[SongField.Id]);
        var isrc = Read(SongField.Isrc, static text => Isrc.Parse(text));
        var genres = Genres();
        var (language, from) = languages.Of(this[SongField.Language], title, artist, genres);
        _counts.Count(ImportCounts.LanguageFrom, from);
        return new Track
        {
            Id = SongIdentity.Of(spotifyId, isrc, artist, title),
            SpotifyId = spotifyId,
            Isrc = isrc,
            Artist = artist,
            Title = title,
            Album = this[SongField.Album] is { Length: <= MaxText } album ? album : null,
            ReleaseDate = Released(),
            Language = language,
            Genres = genres,
            Moods = this[SongField.Moods] is { } words ? [.. ListText.Items(words, commas: true).Select(moods.Named).OfType<MoodCategory>().Distinct()] : [],
            Popularity = Read(SongField.Popularity, static text => CellNumber.Parse(text) is >= 0 and <= 100 and var popularity ? (int)Math.Round(popularity) : (int?)null),
            DurationMs = Read(SongField.Duration, text => CellDuration.Parse(text, conventions.Unit)),
        };
    }

    private Track WithSound(Track song, RowFeatures measured)
    {
        if (!measured.Missing.Any())
            return song with { Features = measured.Or(default), FeatureSource = FeatureSource.Measured, FeatureConfidence = 1 };

        foreach (var field in measured.Missing)
            _counts.Count(ImportCounts.Estimated, ColumnNames.Of(field));
        return song with
        {
            Features = measured.Or(estimator.Complete(song, measured.Energy, measured.Valence)),
            FeatureSource = FeatureSource.PartlyMeasured,
            FeatureConfidence = measured.Confidence,
        };
    }

    private string? MainArtist(string text) =>
        ListText.Items(text, commas: _severalArtists && !languages.KnowsArtist(text)) is [var first, ..] ? first : null;

    private string[] Genres() => this[SongField.Genres] is { } text
        ? [.. ListText.Items(text, commas: true).Where(genre => genre.Length <= MaxText).Select(genre => genre.ToLowerInvariant()).Distinct(StringComparer.Ordinal)]
        : [];

    private ReleaseDate? Released() =>
        Read(SongField.ReleaseDate, text => Possible(CellDate.Parse(text, conventions.MonthFirst)))
        ?? Read(SongField.Year, text => Possible(CellNumber.Whole(text) is { } year
            ? CellDate.From(year, CellNumber.Whole(this[SongField.Month]), CellNumber.Whole(this[SongField.Day]))
            : CellDate.Parse(text, conventions.MonthFirst)));

    // What nobody can have released yet is an error of the set, and would pass for new.
    private ReleaseDate? Possible(ReleaseDate? date) => date?.Year <= lastYear ? date : null;

    // What cannot be read is not known, and counted.
    private T? Read<T>(SongField field, Func<string, T?> parse)
        where T : struct
    {
        if (this[field] is not { } text)
            return null;

        var value = parse(text);
        if (value is null)
            _counts.Count(ImportCounts.LeftOut, ColumnNames.Of(field));
        return value;
    }

    private (Track?, Refusal?) Refuse(TableRow row, RefusalReason reason, SongField? field, string? value = null) => (null, new Refusal(
        row.Number, reason, field is { } at ? ColumnNames.Of(at) : "",
        Cut(value ?? (field is { } cell ? this[cell] : null)), Cut(this[SongField.Title]), Cut(this[SongField.Artist])));

    private static string Cut(string? text) => text is null ? "" : text.Length > MaxText ? text[..MaxText] : text;
}
